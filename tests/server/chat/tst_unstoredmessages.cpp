#include "chat/messageservice.h"
#include "support/fakestore.h"
#include "support/manualclock.h"
#include "support/recordingbroadcaster.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

using Kept = StoredMessage::Kept;

namespace {

enum class Again { No, Repeated, DeliveredBefore, Both };

} // namespace

/// What MessageService does with messages that the database did not take at once.
class TestUnstoredMessages : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void deliversWhatTheDatabaseDoesNotTake_data();
    void deliversWhatTheDatabaseDoesNotTake();
    void aRepeatedOneMayStillBePending();
    void doesNotDeliverTwice_data();
    void doesNotDeliverTwice();
    void confirmsWhatIsKeptOnlyNow_data();
    void confirmsWhatIsKeptOnlyNow();
    void confirmsToAllParties_data();
    void confirmsToAllParties();

private:
    /// From a user to the mailbox.
    void send()
    {
        const Session alice {u"session"_s, {u"alice"_s, u"ALICE"_s, Role::User, {}, 0, 0}};
        m_service->send(alice, {u"admin"_s, u"hi"_s, u"key"_s},
                        [this](const Result<SendAck, WireError> &ack) {
                            m_acks.append(!ack          ? toWire(ack.error().code)
                                              : ack->id ? QString::number(*ack->id)
                                                        : u"pending"_s);
                        });
    }
    void answer(std::optional<qint64> id, Kept kept, Again again = Again::No)
    {
        const NewMessage wanted = m_store.stores.question();
        m_store.stores.answer(StoredMessage {{id, wanted.from, wanted.to, wanted.text, wanted.sentAtMs,
                                              wanted.fromName, wanted.key, wanted.conversation},
                                             again == Again::Repeated || again == Again::Both,
                                             kept,
                                             again == Again::DeliveredBefore || again == Again::Both});
    }
    qint64 deliveredUnstored()
    {
        return m_counters->counter("ventanilla_messages_delivered_unstored_total", {}).value();
    }

    ManualClock m_clock;
    std::unique_ptr<Counters> m_counters;
    FakeStore m_store;
    RecordingBroadcaster m_broadcaster;
    std::unique_ptr<AccountDirectory> m_accounts;
    DeliveredCursor m_cursor {10};
    std::unique_ptr<MessageService> m_service;
    /// Ids, or codes.
    QStringList m_acks;
};

void TestUnstoredMessages::init()
{
    m_store = FakeStore();
    m_broadcaster.sent.clear();
    m_acks.clear();
    m_cursor = DeliveredCursor(10);
    m_counters = std::make_unique<Counters>();
    m_accounts = std::make_unique<AccountDirectory>(m_store, 0, 1'000'000'000);
    m_service = std::make_unique<MessageService>(m_store, *m_accounts, m_broadcaster, m_cursor, m_clock,
                                                 *m_counters, MessagePolicy());
}

void TestUnstoredMessages::deliversWhatTheDatabaseDoesNotTake_data()
{
    QTest::addColumn<Kept>("kept");
    QTest::addColumn<QString>("ack");
    QTest::newRow("spooled") << Kept::InSpool << u"pending"_s;
    QTest::newRow("kept by nobody") << Kept::Nowhere << u"no_guardado"_s;
}

void TestUnstoredMessages::deliversWhatTheDatabaseDoesNotTake()
{
    QFETCH(Kept, kept);
    send();
    answer(std::nullopt, kept);
    QTEST(m_acks.value(0), "ack");
    QCOMPARE(m_acks.size(), 1);
    QCOMPARE(m_broadcaster.sent.size(), 2);
    QCOMPARE(m_broadcaster.of(u"mensaje_recibido").size(), 1);
    QCOMPARE(m_broadcaster.of(u"mensaje_enviado").size(), 1);
    const QJsonObject payload = m_broadcaster.sent[0].payload;
    QVERIFY(!payload.contains(u"id"));
    QCOMPARE(payload.value(u"mensaje"), QJsonValue(u"hi"_s));
    QCOMPARE(payload.value(u"clave"), QJsonValue(u"key"_s));
    QCOMPARE(m_cursor.last(), 10);
    QCOMPARE(deliveredUnstored(), 1);
}

void TestUnstoredMessages::aRepeatedOneMayStillBePending()
{
    send();
    answer(std::nullopt, Kept::InSpool, Again::Repeated);
    QCOMPARE(m_acks, QStringList(u"pending"_s));
    QVERIFY(m_broadcaster.sent.isEmpty());
}

void TestUnstoredMessages::doesNotDeliverTwice_data()
{
    QTest::addColumn<Kept>("kept");
    QTest::addColumn<QString>("ack");
    QTest::newRow("spooled now") << Kept::InSpool << u"pending"_s;
    QTest::newRow("still kept by nobody") << Kept::Nowhere << u"no_guardado"_s;
}

void TestUnstoredMessages::doesNotDeliverTwice()
{
    QFETCH(Kept, kept);
    send();
    answer(std::nullopt, kept, Again::DeliveredBefore);
    QTEST(m_acks.value(0), "ack");
    QVERIFY(m_broadcaster.sent.isEmpty());
    QCOMPARE(m_cursor.last(), 10);
    QCOMPARE(deliveredUnstored(), 0);
}

void TestUnstoredMessages::confirmsWhatIsKeptOnlyNow_data()
{
    QTest::addColumn<Again>("again");
    QTest::newRow("stored now") << Again::DeliveredBefore;
    QTest::newRow("stored by a commit that seemed to fail") << Again::Both;
}

void TestUnstoredMessages::confirmsWhatIsKeptOnlyNow()
{
    QFETCH(Again, again);
    send();
    answer(11, Kept::InDatabase, again);
    QCOMPARE(m_acks, QStringList(u"11"_s));
    QCOMPARE(m_broadcaster.sent.size(), 1);
    QCOMPARE(m_broadcaster.sent[0].event, u"mensaje_confirmado"_s);
    QCOMPARE(m_broadcaster.sent[0].payload.value(u"id"), QJsonValue(11));
    QCOMPARE(m_cursor.last(), 11);
}

void TestUnstoredMessages::confirmsToAllParties_data()
{
    QTest::addColumn<Message>("message");
    QTest::addColumn<QStringList>("rooms");
    const auto message = [](const QString &from, const QString &to) {
        return Message {11,       from,       to,    u"hi"_s, 1'795'406'400'000, from.toUpper(),
                        u"key"_s, u"alice"_s, {3, 2}};
    };
    QTest::newRow("a user's") << message(u"alice"_s, u"admin"_s)
                              << QStringList({u"user:admin"_s, u"user:alice"_s, u"admins"_s});
    QTest::newRow("an agent's") << message(u"root"_s, u"alice"_s)
                                << QStringList({u"user:alice"_s, u"user:root"_s, u"admins"_s});
}

void TestUnstoredMessages::confirmsToAllParties()
{
    QFETCH(Message, message);
    m_store.confirmed(message);
    QCOMPARE(m_broadcaster.sent.size(), 1);
    const auto &told = m_broadcaster.sent.first();
    QCOMPARE(told.event, u"mensaje_confirmado"_s);
    QTEST(told.rooms, "rooms");
    QCOMPARE(told.except, QString()); // the session that sent it waits for this
    QCOMPARE(told.payload, message.toEvent());
    QCOMPARE(m_cursor.last(), 11);
}

QTEST_GUILESS_MAIN(TestUnstoredMessages)
#include "tst_unstoredmessages.moc"
