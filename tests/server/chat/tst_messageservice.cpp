#include "chat/messageservice.h"
#include "support/fakestore.h"
#include "support/manualclock.h"
#include "support/recordingbroadcaster.h"

#include <QRegularExpression>
#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

class TestMessageService : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void routes_data();
    void routes();
    void refuses_data();
    void refuses();
    void storesBeforeItDelivers();
    void takesTheSenderFromTheSession();
    void makesAKeyWhereThereIsNone();
    void aRepeatedMessageIsAcknowledgedOnly();
    void doesNotDeliver_data();
    void doesNotDeliver();
    void keepsTheOrderToSomebodyNotKnownYet();
    void keepsTheOrderAcrossRecipients();
    void movesTheCursorWithWhatIsDelivered();
    void outlivesTheSession();

private:
    static Session session(const QString &user, Role role)
    {
        return {u"session-"_s + user, {user, user.toUpper(), role, {}, 0, 0}};
    }
    void start(bool usersToUsers);
    void send(const Session &from, const QString &to, const QString &text = u"hi"_s,
              const std::optional<QString> &key = u"key"_s);
    ManualClock m_clock;
    Counters m_counters;
    FakeStore m_store;
    RecordingBroadcaster m_broadcaster;
    std::unique_ptr<AccountDirectory> m_accounts;
    DeliveredCursor m_cursor {10};
    std::unique_ptr<MessageService> m_service;
    /// Ids, or codes.
    QStringList m_acks;
};

void TestMessageService::init()
{
    start(false);
}

void TestMessageService::start(bool usersToUsers)
{
    m_store = FakeStore();
    m_broadcaster.sent.clear();
    m_acks.clear();
    m_cursor = DeliveredCursor(10);
    m_accounts = std::make_unique<AccountDirectory>(m_store, 0, 1'000'000'000);
    for (const auto &[name, role] : {std::pair(u"alice"_s, Role::User),
                                     {u"bob"_s, Role::User},
                                     {u"root"_s, Role::Admin},
                                     {u"eve"_s, Role::Admin}})
        m_accounts->remember({name, name.toUpper(), role, AccountState::Active, 0});
    m_accounts->remember({u"gone"_s, u"Gone"_s, Role::User, AccountState::Deleted, 0});
    m_service = std::make_unique<MessageService>(m_store, *m_accounts, m_broadcaster, m_cursor, m_clock,
                                                 m_counters, MessagePolicy {usersToUsers});
}

void TestMessageService::send(const Session &from, const QString &to, const QString &text,
                              const std::optional<QString> &key)
{
    m_service->send(from, {to, text, key}, [this](const Result<SendAck, WireError> &ack) {
        m_acks.append(!ack ? toWire(ack.error().code) : ack->id ? QString::number(*ack->id) : u"pending"_s);
    });
}

void TestMessageService::routes_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<Role>("role");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("stored"); // to whom, and in whose thread
    QTest::addColumn<QStringList>("received");
    QTest::addColumn<QStringList>("sent");
    const auto row = [](const char *name, const QString &from, Role role, const QString &to,
                        const QString &stored, const QStringList &received, const QStringList &sent) {
        QTest::newRow(name) << from << role << to << stored << received << sent;
    };
    const QString admins = u"admins"_s;
    row("user to the mailbox", u"alice"_s, Role::User, u"admin"_s, u"admin/alice"_s,
        {u"user:admin"_s, admins}, {u"user:alice"_s});
    row("the mailbox in capitals", u"alice"_s, Role::User, u"ADMIN"_s, u"admin/alice"_s,
        {u"user:admin"_s, admins}, {u"user:alice"_s});
    row("user to an agent", u"alice"_s, Role::User, u"Root"_s, u"root/alice"_s, {u"user:root"_s, admins},
        {u"user:alice"_s});
    row("agent to a user", u"root"_s, Role::Admin, u"ALICE"_s, u"alice/alice"_s, {u"user:alice"_s},
        {u"user:root"_s, admins});
    row("user to a user", u"alice"_s, Role::User, u"bob"_s, u"bob/alice"_s, {u"user:bob"_s, admins},
        {u"user:alice"_s});
}

void TestMessageService::routes()
{
    QFETCH(QString, from);
    QFETCH(Role, role);
    QFETCH(QString, to);
    start(true);
    send(session(from, role), to);
    QCOMPARE(m_store.stores.size(), std::size_t(1));
    const NewMessage wanted = m_store.stores.question();
    QTEST(QString(wanted.to + u'/' + wanted.conversation), "stored");
    QCOMPARE(wanted.fromStaff, role == Role::Admin);
    m_store.stored(11);
    QCOMPARE(m_broadcaster.sent.size(), 2);
    const auto received = m_broadcaster.of(u"mensaje_recibido");
    const auto sent = m_broadcaster.of(u"mensaje_enviado");
    QCOMPARE(received.size(), 1);
    QTEST(received[0].rooms, "received");
    QTEST(sent.value(0).rooms, "sent");
    QCOMPARE(sent[0].except, QString(u"session-"_s + from)); // the other sessions of the sender
    QCOMPARE(received[0].except, QString());
    QCOMPARE(received[0].payload, sent[0].payload);
    QCOMPARE(received[0].payload.value(u"id"), QJsonValue(11));
    QCOMPARE(received[0].payload.value(u"de"), QJsonValue(from));
    QCOMPARE(m_acks, QStringList(u"11"_s));
}

void TestMessageService::refuses_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<Role>("role");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("code");
    const QString no = u"destino_no_permitido"_s;
    QTest::newRow("user to a user") << u"alice"_s << Role::User << u"bob"_s << no;
    QTest::newRow("user to itself") << u"alice"_s << Role::User << u"alice"_s << no;
    QTest::newRow("agent to an agent") << u"root"_s << Role::Admin << u"eve"_s << no;
    QTest::newRow("agent to the mailbox") << u"root"_s << Role::Admin << u"admin"_s << no;
    QTest::newRow("to a deleted account")
        << u"root"_s << Role::Admin << u"gone"_s << u"destino_desconocido"_s;
    QTest::newRow("to nobody") << u"root"_s << Role::Admin << u"nobody"_s << u"destino_desconocido"_s;
}

void TestMessageService::refuses()
{
    QFETCH(QString, from);
    QFETCH(Role, role);
    QFETCH(QString, to);
    QFETCH(QString, code);
    send(session(from, role), to);
    if (to == u"nobody")
        m_store.foundNone();
    QCOMPARE(m_acks, QStringList(code));
    QCOMPARE(m_store.stores.size(), std::size_t(0));
    QVERIFY(m_broadcaster.sent.isEmpty());
}

void TestMessageService::storesBeforeItDelivers()
{
    send(session(u"alice"_s, Role::User), u"admin"_s);
    QVERIFY(m_broadcaster.sent.isEmpty());
    QVERIFY(m_acks.isEmpty());
    QCOMPARE(m_store.stores.question().sentAtMs, m_clock.nowMs());
    m_store.stored(11);
    QCOMPARE(m_broadcaster.sent.size(), 2);
}

void TestMessageService::takesTheSenderFromTheSession()
{
    send(session(u"alice"_s, Role::User), u"admin"_s, u"  <b>x</b> "_s);
    const NewMessage wanted = m_store.stores.question();
    QCOMPARE(wanted.from, u"alice"_s);
    QCOMPARE(wanted.fromName, u"ALICE"_s);
    QCOMPARE(wanted.text, u"  <b>x</b> "_s);
    QCOMPARE(wanted.key, u"key"_s);
}

void TestMessageService::makesAKeyWhereThereIsNone()
{
    send(session(u"alice"_s, Role::User), u"admin"_s, u"hi"_s, std::nullopt);
    send(session(u"alice"_s, Role::User), u"admin"_s, u"hi"_s, std::nullopt);
    const QString one = m_store.stores.question(0).key;
    QCOMPARE(one.size(), 36);
    QVERIFY(one != m_store.stores.question(1).key);
}

void TestMessageService::aRepeatedMessageIsAcknowledgedOnly()
{
    send(session(u"alice"_s, Role::User), u"admin"_s);
    m_store.stored(7, true);
    QCOMPARE(m_acks, QStringList(u"7"_s));
    QVERIFY(m_broadcaster.sent.isEmpty());
    QCOMPARE(m_cursor.last(), 10);
}

void TestMessageService::doesNotDeliver_data()
{
    QTest::addColumn<StoreError::Kind>("kind");
    QTest::addColumn<QString>("code");
    QTest::newRow("conflict") << StoreError::Kind::Conflict << u"datos_invalidos"_s;
    QTest::newRow("overloaded") << StoreError::Kind::Overloaded << u"demasiado_rapido"_s;
    QTest::newRow("refused") << StoreError::Kind::Refused << u"interno"_s;
}

void TestMessageService::doesNotDeliver()
{
    QFETCH(StoreError::Kind, kind);
    QFETCH(QString, code);
    send(session(u"alice"_s, Role::User), u"admin"_s, u"secret words"_s);
    if (kind == StoreError::Kind::Refused)
        QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(u"^(?!.*secret words).*refused"_s));
    m_store.stores.fail(kind);
    QCOMPARE(m_acks, QStringList(code));
    QVERIFY(m_broadcaster.sent.isEmpty());
    // Nor when the recipient cannot be looked up.
    send(session(u"root"_s, Role::Admin), u"newcomer"_s);
    m_store.finds.fail();
    QCOMPARE(m_acks.last(), u"interno"_s);
    QVERIFY(m_broadcaster.sent.isEmpty());
}

void TestMessageService::keepsTheOrderToSomebodyNotKnownYet()
{
    const Session root = session(u"root"_s, Role::Admin);
    send(root, u"newcomer"_s, u"1"_s);
    m_accounts->remember({u"newcomer"_s, u"N"_s}); // who signs in at this moment
    send(root, u"newcomer"_s, u"2"_s);
    if (m_store.finds.size() > 0)
        m_store.found({u"newcomer"_s, u"N"_s});
    QCOMPARE(m_store.stores.size(), std::size_t(2));
    QCOMPARE(m_store.stores.question(0).text, u"1"_s);
    QCOMPARE(m_store.stores.question(1).text, u"2"_s);
}

void TestMessageService::keepsTheOrderAcrossRecipients()
{
    const Session alice = session(u"alice"_s, Role::User);
    send(alice, u"some-agent"_s, u"1"_s, u"a"_s); // has to be looked up
    send(alice, u"admin"_s, u"2"_s, u"b"_s); // has not
    send(session(u"bob"_s, Role::User), u"admin"_s, u"not held up"_s, u"c"_s);
    QCOMPARE(m_store.stores.size(), std::size_t(1));
    QCOMPARE(m_store.stores.question(0).text, u"not held up"_s);
    m_store.found({u"some-agent"_s, u"N"_s, Role::Admin});
    QCOMPARE(m_store.stores.size(), std::size_t(3));
    QCOMPARE(m_store.stores.question(1).text, u"1"_s);
    QCOMPARE(m_store.stores.question(2).text, u"2"_s);
}

void TestMessageService::movesTheCursorWithWhatIsDelivered()
{
    QCOMPARE(m_cursor.last(), 10);
    send(session(u"alice"_s, Role::User), u"admin"_s, u"1"_s, u"a"_s);
    send(session(u"alice"_s, Role::User), u"admin"_s, u"2"_s, u"b"_s);
    m_store.stored(11);
    QCOMPARE(m_cursor.last(), 11);
    m_store.stored(12);
    QCOMPARE(m_cursor.last(), 12);
}

void TestMessageService::outlivesTheSession()
{
    {
        const Session brief = session(u"root"_s, Role::Admin);
        send(brief, u"newcomer"_s);
    }
    m_store.found({u"newcomer"_s, u"N"_s});
    m_store.stored(11);
    QCOMPARE(m_broadcaster.of(u"mensaje_recibido").size(), 1);
}

QTEST_GUILESS_MAIN(TestMessageService)
#include "tst_messageservice.moc"
