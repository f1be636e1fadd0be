#include "storage/counterstable.h"
#include "support/temporarydatabase.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

class TestCountersTable : public QObject
{
    Q_OBJECT

private slots:
    void countsUp();
    void keepsTheTwoApart();
    void undoesWithTheTransaction();
    void noticesLostRows();
};

void TestCountersTable::countsUp()
{
    TemporaryDatabase temporary;
    QVERIFY(temporary.database.open().ok() && migrate(temporary.database).ok());
    CountersTable counters(temporary.database);
    QCOMPARE(*counters.lastNumber(), 0);
    QVERIFY(counters.setLastNumber(7).ok());
    QCOMPARE(*counters.lastNumber(), 7);
    QCOMPARE(*counters.takeAccountChange(), 1);
    QCOMPARE(*counters.takeAccountChange(), 2);
    QCOMPARE(*counters.lastAccountChange(), 2);
}

void TestCountersTable::keepsTheTwoApart()
{
    TemporaryDatabase temporary;
    QVERIFY(temporary.prepare());
    CountersTable counters(temporary.database);
    QVERIFY(counters.setLastNumber(100).ok());
    QCOMPARE(*counters.lastAccountChange(), 1);
    QVERIFY(counters.takeAccountChange().ok());
    QCOMPARE(*counters.lastNumber(), 100);
}

void TestCountersTable::undoesWithTheTransaction()
{
    TemporaryDatabase temporary;
    QVERIFY(temporary.prepare());
    CountersTable counters(temporary.database);
    {
        Transaction transaction(temporary.database);
        QVERIFY(transaction.begin().ok());
        QVERIFY(counters.setLastNumber(50).ok());
        QVERIFY(counters.takeAccountChange().ok());
    }
    QCOMPARE(*counters.lastNumber(), 0);
    QCOMPARE(*counters.lastAccountChange(), 1);
}

void TestCountersTable::noticesLostRows()
{
    TemporaryDatabase temporary;
    QVERIFY(temporary.prepare());
    QVERIFY(temporary.database.run(u"DELETE FROM contadores"_s).ok());
    QVERIFY(temporary.database.run(u"DELETE FROM epoca"_s).ok());
    CountersTable counters(temporary.database);
    QVERIFY(!counters.lastNumber().ok());
    QVERIFY(!counters.takeAccountChange().ok());
    QVERIFY(!counters.epoch().ok());
}

QTEST_GUILESS_MAIN(TestCountersTable)
#include "tst_counterstable.moc"
