#include "storage/conversationstable.h"
#include "storage/deliveriestable.h"
#include "storage/messagestable.h"
#include "support/temporarydatabase.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

class TestDeliveriesTable : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void onlyGrows();
    void goesNoFurtherThanTheNewest();
    void tellsTheUserTheFurthestOfTheStaff();
    void knowsNoStrangeConversation();

private:
    DeliveryChange advance(const QString &username, Role role, qint64 upTo)
    {
        const auto change = m_table->advance({username, role}, {u"alice"_s, upTo}, m_numbers);
        return change ? *change : DeliveryChange {};
    }

    std::unique_ptr<TemporaryDatabase> m_temporary;
    std::unique_ptr<DeliveriesTable> m_table;
    Numbers m_numbers {0};
};

void TestDeliveriesTable::init()
{
    m_numbers = Numbers(0);
    m_temporary = std::make_unique<TemporaryDatabase>();
    QVERIFY(m_temporary->prepare({u"alice"_s}));
    for (const char *key : {"1", "2", "3"}) {
        const NewMessage message = messageFrom(u"alice"_s, u"hi"_s, QString::fromLatin1(key));
        const qint64 id = m_numbers.take();
        QVERIFY(MessagesTable(m_temporary->database).insert(message, id));
        QVERIFY(ConversationsTable(m_temporary->database).noteMessage(message, id));
    }
    m_table = std::make_unique<DeliveriesTable>(m_temporary->database);
}

void TestDeliveriesTable::onlyGrows()
{
    const DeliveryChange first = advance(u"alice"_s, Role::User, 2);
    QCOMPARE(first, (DeliveryChange {{u"alice"_s, u"alice"_s, 2, 4}, true, false}));
    for (const qint64 upTo : {2, 1, 0}) {
        const DeliveryChange again = advance(u"alice"_s, Role::User, upTo);
        QCOMPARE(again, (DeliveryChange {first.delivery}));
    }
    QCOMPARE(advance(u"alice"_s, Role::User, 3).delivery.version, 5);
}

void TestDeliveriesTable::goesNoFurtherThanTheNewest()
{
    QCOMPARE(advance(u"root"_s, Role::Admin, 99).delivery.upTo, 3);
}

void TestDeliveriesTable::tellsTheUserTheFurthestOfTheStaff()
{
    QVERIFY(AccountsTable(m_temporary->database).insert({u"marta"_s, u"Marta"_s, Role::Admin, {}}));
    QVERIFY(advance(u"root"_s, Role::Admin, 2).staffAdvanced);
    QVERIFY(!advance(u"marta"_s, Role::Admin, 2).staffAdvanced);
    QVERIFY(!advance(u"alice"_s, Role::User, 3).staffAdvanced);
    QVERIFY(advance(u"marta"_s, Role::Admin, 3).staffAdvanced);
    QCOMPARE(m_temporary->value(u"SELECT equipo_entregado FROM conversaciones"_s).toInt(), 3);
}

void TestDeliveriesTable::knowsNoStrangeConversation()
{
    const auto change = m_table->advance({u"root"_s, Role::Admin}, {u"nobody"_s, 1}, m_numbers);
    QVERIFY(!change);
    QCOMPARE(change.error().kind, StoreError::Kind::NotFound);
}

QTEST_GUILESS_MAIN(TestDeliveriesTable)
#include "tst_deliveriestable.moc"
