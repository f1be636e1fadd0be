#include "storage/revokedtokenstable.h"
#include "support/temporarydatabase.h"

#include <QTest>

using namespace ventanilla;

class TestRevokedTokensTable : public QObject
{
    Q_OBJECT

private slots:
    void keepsTokens();
    void takesTheSameTwice();
    void forgetsExpiredOnes();
};

void TestRevokedTokensTable::keepsTokens()
{
    TemporaryDatabase temporary;
    QVERIFY(temporary.prepare());
    RevokedTokensTable table(temporary.database);
    const QByteArray binary("\0\xff'; --\0", 8);
    QVERIFY(table.insert({binary, 100}).ok());
    QCOMPARE(table.list()->size(), 1);
    QCOMPARE(table.list()->first().fingerprint, binary);
    QCOMPARE(table.list()->first().expiresAt, 100);
}

void TestRevokedTokensTable::takesTheSameTwice()
{
    TemporaryDatabase temporary;
    QVERIFY(temporary.prepare());
    RevokedTokensTable table(temporary.database);
    QVERIFY(table.insert({"a", 100}).ok());
    QVERIFY(table.insert({"a", 200}).ok());
    QVERIFY(table.insert({"a", 150}).ok());
    QCOMPARE(table.list()->size(), 1);
    QCOMPARE(table.list()->first().expiresAt, 200); // as long as the longest-lived of a chain
}

void TestRevokedTokensTable::forgetsExpiredOnes()
{
    TemporaryDatabase temporary;
    QVERIFY(temporary.prepare());
    RevokedTokensTable table(temporary.database);
    for (const qint64 expiry : {99, 100, 101})
        QVERIFY(table.insert({QByteArray::number(expiry), expiry}).ok());
    QVERIFY(table.removeExpired(100).ok());
    QCOMPARE(table.list()->size(), 1);
    QCOMPARE(table.list()->first().expiresAt, 101);
}

QTEST_GUILESS_MAIN(TestRevokedTokensTable)
#include "tst_revokedtokenstable.moc"
