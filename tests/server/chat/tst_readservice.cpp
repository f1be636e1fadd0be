#include "chat/readservice.h"
#include "support/fakestore.h"
#include "support/recordingbroadcaster.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {

const QStringList staff {u"admins"_s};
const QStringList staffAndUser {u"admins"_s, u"user:alice"_s};
const QStringList theUser {u"user:alice"_s};

} // namespace

class TestReadService : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void asksForTheSessionsAccount();
    void storesBeforeItTells();
    void tellsOfAReading_data();
    void tellsOfAReading();
    void tellsOfADelivery_data();
    void tellsOfADelivery();
    void tellsNobodyWhenNothingChanged();
    void anUnreadMarkNeverReachesTheUser();
    void refusesOthersConversations_data();
    void refusesOthersConversations();
    void onlyStaffMarksUnread();
    void saysWhyItFailed_data();
    void saysWhyItFailed();
    void outlivesTheSession();

private:
    static Session session(const QString &user, Role role)
    {
        return {u"session-"_s + user, {user, user.toUpper(), role, {}, 0, 0}};
    }
    static Session alice() { return session(u"alice"_s, Role::User); }
    static Session root() { return session(u"root"_s, Role::Admin); }

    void read(const Session &who, const QString &conversation = u"alice"_s)
    {
        m_service->read(who, {conversation, 5, 3}, [this](const auto &outcome) { note(outcome); });
    }
    void unread(const Session &who, const QString &conversation = u"alice"_s)
    {
        m_service->markUnread(who, {conversation, 5}, [this](const auto &outcome) { note(outcome); });
    }
    void deliver(const Session &who, const QString &conversation = u"alice"_s)
    {
        m_service->delivered(who, {conversation, 5}, [this](const auto &outcome) { note(outcome); });
    }
    template<typename T>
    void note(const Result<T, WireError> &outcome)
    {
        m_answers.append(outcome ? outcome->toJson() : outcome.error().toJson());
    }
    QString lastCode() const { return m_answers.last().value(u"codigo").toString(); }

    Counters m_counters;
    FakeStore m_store;
    RecordingBroadcaster m_broadcaster;
    DeliveredCursor m_cursor {10};
    std::unique_ptr<ReadService> m_service;
    /// What was answered, or the error.
    QList<QJsonObject> m_answers;
};

void TestReadService::init()
{
    m_store = FakeStore();
    m_broadcaster.sent.clear();
    m_answers.clear();
    m_cursor = DeliveredCursor(10);
    m_service = std::make_unique<ReadService>(m_store, m_broadcaster, m_cursor, m_counters);
}

void TestReadService::asksForTheSessionsAccount()
{
    read(root());
    const auto &[reader, request] = m_store.reads.question();
    QCOMPARE(reader.username, u"root"_s);
    QCOMPARE(reader.role, Role::Admin);
    QCOMPARE(request, (ReadRequest {u"alice"_s, 5, 3}));
    unread(root());
    QCOMPARE(m_store.unreads.question().second, (MarkRequest {u"alice"_s, 5}));
    deliver(alice());
    QCOMPARE(m_store.deliveries.question().first.username, u"alice"_s);
    QCOMPARE(m_store.deliveries.question().first.role, Role::User);
}

void TestReadService::storesBeforeItTells()
{
    read(root());
    deliver(root());
    QVERIFY(m_broadcaster.sent.isEmpty());
    QVERIFY(m_answers.isEmpty());
    QCOMPARE(m_cursor.last(), 10);
}

void TestReadService::tellsOfAReading_data()
{
    QTest::addColumn<Session>("who");
    QTest::addColumn<bool>("staffAdvanced");
    QTest::addColumn<QStringList>("rooms");
    QTest::newRow("a user") << alice() << false << staffAndUser;
    QTest::newRow("an agent, the first") << root() << true << staff;
    QTest::newRow("an agent, behind another") << root() << false << staff;
}

void TestReadService::tellsOfAReading()
{
    QFETCH(Session, who);
    QFETCH(bool, staffAdvanced);
    read(who);
    const ReadCursor cursor {u"alice"_s, who.identity.username, 5, 12, 4, 1};
    m_store.reads.answer(ReadChange {cursor, true, staffAdvanced});
    QCOMPARE(m_answers, QList<QJsonObject>({cursor.toJson()}));
    QCOMPARE(m_cursor.last(), 12);

    const auto told = m_broadcaster.of(u"leido");
    QCOMPARE(told.size(), staffAdvanced ? 2 : 1);
    QTEST(told[0].rooms, "rooms");
    QCOMPARE(told[0].except, who.id);
    QCOMPARE(told[0].payload, cursor.toJson());
    if (staffAdvanced) {
        QCOMPARE(told[1].rooms, theUser);
        // Neither who read it nor how much is left for that agent.
        QCOMPARE(told[1].payload,
                 QJsonObject({{u"conversacion"_s, u"alice"_s}, {u"hasta"_s, 5}, {u"version"_s, 12}}));
    }
    QCOMPARE(m_broadcaster.sent.size(), told.size());
}

void TestReadService::tellsOfADelivery_data()
{
    tellsOfAReading_data();
}

void TestReadService::tellsOfADelivery()
{
    QFETCH(Session, who);
    QFETCH(bool, staffAdvanced);
    deliver(who);
    const Delivery delivery {u"alice"_s, who.identity.username, 5, 12};
    m_store.deliveries.answer(DeliveryChange {delivery, true, staffAdvanced});
    QCOMPARE(m_answers, QList<QJsonObject>({delivery.toJson()}));
    QCOMPARE(m_cursor.last(), 12);

    const auto told = m_broadcaster.of(u"entregado");
    QCOMPARE(told.size(), staffAdvanced ? 2 : 1);
    QTEST(told[0].rooms, "rooms");
    QCOMPARE(told[0].except, who.id);
    QCOMPARE(told[0].payload, delivery.toJson());
    if (staffAdvanced) {
        QCOMPARE(told[1].rooms, theUser);
        QCOMPARE(told[1].payload,
                 QJsonObject({{u"conversacion"_s, u"alice"_s}, {u"hasta"_s, 5}, {u"version"_s, 12}}));
    }
    QCOMPARE(m_broadcaster.sent.size(), told.size());
}

void TestReadService::tellsNobodyWhenNothingChanged()
{
    read(root());
    m_store.reads.answer(ReadChange {{u"alice"_s, u"root"_s, 7, 9, 4, 0}});
    deliver(root());
    m_store.deliveries.answer(DeliveryChange {{u"alice"_s, u"root"_s, 7, 9}});
    QCOMPARE(m_answers.size(), 2);
    QCOMPARE(m_answers[0].value(u"hasta"), QJsonValue(7)); // as it is, not as it was asked for
    QVERIFY(m_broadcaster.sent.isEmpty());
    QCOMPARE(m_cursor.last(), 10);
}

void TestReadService::anUnreadMarkNeverReachesTheUser()
{
    unread(root());
    const ReadCursor cursor {u"alice"_s, u"root"_s, 2, 12, 1, 4};
    m_store.unreads.answer(ReadChange {cursor, true, false});
    QCOMPARE(m_answers, QList<QJsonObject>({cursor.toJson()}));
    QCOMPARE(m_cursor.last(), 12);
    QCOMPARE(m_broadcaster.sent.size(), 1);
    QCOMPARE(m_broadcaster.sent[0].event, u"leido"_s);
    QCOMPARE(m_broadcaster.sent[0].rooms, staff);
    QCOMPARE(m_broadcaster.sent[0].payload.value(u"hasta"), QJsonValue(2));
}

void TestReadService::refusesOthersConversations_data()
{
    QTest::addColumn<QString>("conversation");
    QTest::newRow("another user's") << u"bob"_s;
    QTest::newRow("nobody's") << u"nobody"_s; // which must not be told apart
    QTest::newRow("the mailbox") << u"admin"_s;
    QTest::newRow("another case") << u"Alice"_s;
}

void TestReadService::refusesOthersConversations()
{
    QFETCH(QString, conversation);
    read(alice(), conversation);
    QCOMPARE(lastCode(), u"sin_permiso"_s);
    deliver(alice(), conversation);
    QCOMPARE(lastCode(), u"sin_permiso"_s);
    QCOMPARE(m_answers.size(), 2);
    QCOMPARE(m_store.reads.size() + m_store.deliveries.size(), std::size_t(0));
}

void TestReadService::onlyStaffMarksUnread()
{
    unread(alice());
    QCOMPARE(lastCode(), u"sin_permiso"_s);
    QCOMPARE(m_store.unreads.size(), std::size_t(0));
}

void TestReadService::saysWhyItFailed_data()
{
    QTest::addColumn<StoreError::Kind>("kind");
    QTest::addColumn<QString>("code");
    QTest::newRow("no conversation") << StoreError::Kind::NotFound << u"no_encontrado"_s;
    QTest::newRow("too much waits") << StoreError::Kind::Overloaded << u"demasiado_rapido"_s;
    QTest::newRow("the database fails") << StoreError::Kind::Unavailable << u"interno"_s;
    QTest::newRow("the database refuses") << StoreError::Kind::Refused << u"interno"_s;
}

void TestReadService::saysWhyItFailed()
{
    QFETCH(StoreError::Kind, kind);
    QFETCH(QString, code);
    read(root());
    m_store.reads.fail(kind);
    QCOMPARE(lastCode(), code);
    unread(root());
    m_store.unreads.fail(kind);
    QCOMPARE(lastCode(), code);
    deliver(root());
    m_store.deliveries.fail(kind);
    QCOMPARE(lastCode(), code);
    QCOMPARE(m_answers.last().contains(u"reintentar_ms"), kind == StoreError::Kind::Overloaded);
    // What is not stored is not told: clients repeat it.
    QVERIFY(m_broadcaster.sent.isEmpty());
    QCOMPARE(m_cursor.last(), 10);
}

void TestReadService::outlivesTheSession()
{
    {
        const Session brief = alice();
        read(brief);
    }
    m_store.reads.answer(ReadChange {{u"alice"_s, u"alice"_s, 5, 12, 4, 0}, true, false});
    QCOMPARE(m_broadcaster.of(u"leido").value(0).except, u"session-alice"_s);
}

QTEST_GUILESS_MAIN(TestReadService)
#include "tst_readservice.moc"
