#include "chat/eventhandlers.h"
#include "support/fakestore.h"
#include "support/manualclock.h"
#include "support/recordingbroadcaster.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

class TestEventHandlers : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void acknowledgesWhatWasStored();
    void refusesMalformedPayloads_data();
    void refusesMalformedPayloads();
    void worksWithoutAnAcknowledgement();
    void limitsTheRate();
    void malformedOnesCountAgainstTheRate();
    void answersUnknownEvents();

    void acknowledgesMarks_data();
    void acknowledgesMarks();
    void refusesMalformedMarks_data();
    void refusesMalformedMarks();
    void marksWorkWithoutAnAcknowledgement();
    void onlyStaffMarksUnread();
    void limitsTheRateOfMarks();
    void tellsWhoIsTyping();
    void neverAnswersTyping_data();
    void neverAnswersTyping();
    void dropsTypingAboveTheRate();
    void eachKindHasItsOwnAllowance();

private:
    using Handler = void (EventHandlers::*)(Session &, const QJsonArray &,
                                            const EventHandlers::Acknowledge &);
    void say(Handler handler, const QJsonArray &arguments)
    {
        (m_handlers.get()->*handler)(m_session, arguments,
                                     [this](const QJsonObject &ack) { m_acks.append(ack); });
    }
    void say(const QJsonArray &arguments) { say(&EventHandlers::privateMessage, arguments); }
    std::size_t marksAsked() const
    {
        return m_store.reads.size() + m_store.unreads.size() + m_store.deliveries.size();
    }
    static QString codeOf(const QJsonObject &ack)
    {
        return ack.value(u"ok").toBool() ? u"ok"_s
                                         : ack.value(u"error").toObject().value(u"codigo").toString();
    }

    const QJsonObject m_good {{u"para"_s, u"admin"_s}, {u"mensaje"_s, u"hi"_s}};
    const QJsonObject m_mark {{u"conversacion"_s, u"alice"_s}, {u"hasta"_s, 5}, {u"version"_s, 3}};
    const QJsonObject m_typing {{u"para"_s, u"admin"_s}, {u"activo"_s, true}};
    ManualClock m_clock;
    Counters m_counters;
    FakeStore m_store;
    RecordingBroadcaster m_broadcaster;
    Session m_session;
    std::unique_ptr<AccountDirectory> m_accounts;
    DeliveredCursor m_cursor {0};
    std::unique_ptr<MessageService> m_service;
    std::unique_ptr<ReadService> m_reads;
    std::unique_ptr<TypingService> m_typingService;
    std::unique_ptr<EventHandlers> m_handlers;
    QList<QJsonObject> m_acks;
};

void TestEventHandlers::init()
{
    m_acks.clear();
    m_broadcaster.sent.clear();
    m_store = FakeStore();
    m_session = {u"session"_s,
                 {u"alice"_s, u"Alice"_s, Role::User, {}, 0, 0},
                 TokenBucket(10, 3),
                 TokenBucket(10, 2),
                 TokenBucket(10, 2)};
    m_accounts = std::make_unique<AccountDirectory>(m_store, 0, 1'000'000'000);
    m_service = std::make_unique<MessageService>(m_store, *m_accounts, m_broadcaster, m_cursor, m_clock,
                                                 m_counters, MessagePolicy());
    m_reads = std::make_unique<ReadService>(m_store, m_broadcaster, m_cursor, m_counters);
    m_typingService = std::make_unique<TypingService>(*m_accounts, m_broadcaster);
    m_handlers =
        std::make_unique<EventHandlers>(EventServices {*m_service, *m_reads, *m_typingService}, m_clock, 5);
}

void TestEventHandlers::acknowledgesWhatWasStored()
{
    say({m_good, u"more arguments are ignored"_s});
    QVERIFY(m_acks.isEmpty());
    m_store.stored(42);
    QCOMPARE(
        m_acks,
        QList<QJsonObject>({{{u"ok"_s, true}, {u"id"_s, 42}, {u"fecha"_s, u"2026-11-23T04:00:00.000Z"_s}}}));
}

void TestEventHandlers::refusesMalformedPayloads_data()
{
    QTest::addColumn<QJsonArray>("arguments");
    QTest::addColumn<QString>("code");
    const QString invalid = u"datos_invalidos"_s;
    QTest::newRow("none") << QJsonArray() << invalid;
    QTest::newRow("null") << QJsonArray {QJsonValue()} << invalid;
    QTest::newRow("a string") << QJsonArray {u"hi"_s} << invalid;
    QTest::newRow("a list") << QJsonArray {QJsonArray {m_good}} << invalid;
    QTest::newRow("the message in the second place") << QJsonArray {1, m_good} << invalid;
    QTest::newRow("empty object") << QJsonArray {QJsonObject()} << invalid;
    QTest::newRow("empty text") << QJsonArray {QJsonObject {{u"para"_s, u"admin"_s}, {u"mensaje"_s, u" "_s}}}
                                << u"texto_vacio"_s;
    QTest::newRow("long text") << QJsonArray {QJsonObject {{u"para"_s, u"admin"_s},
                                                           {u"mensaje"_s, u"123456"_s}}}
                               << u"texto_largo"_s;
}

void TestEventHandlers::refusesMalformedPayloads()
{
    QFETCH(QJsonArray, arguments);
    say(arguments);
    QCOMPARE(m_acks.size(), 1);
    QTEST(codeOf(m_acks[0]), "code");
    QCOMPARE(m_store.stores.size(), std::size_t(0));
    m_handlers->privateMessage(m_session, arguments, {}); // nor does it crash without an ack
}

void TestEventHandlers::worksWithoutAnAcknowledgement()
{
    m_handlers->privateMessage(m_session, {m_good}, {});
    m_store.stored(1);
    QCOMPARE(m_broadcaster.of(u"mensaje_recibido").size(), 1);
    m_handlers->unknownEvent({});
}

void TestEventHandlers::limitsTheRate()
{
    for (int i = 0; i < 3; ++i)
        say({m_good});
    QVERIFY(m_acks.isEmpty());
    say({m_good});
    QCOMPARE(codeOf(m_acks.value(0)), u"demasiado_rapido"_s);
    QCOMPARE(m_acks[0].value(u"error").toObject().value(u"reintentar_ms"), QJsonValue(100));
    QCOMPARE(m_store.stores.size(), std::size_t(3));
    m_clock.advance(100);
    say({m_good});
    QCOMPARE(m_store.stores.size(), std::size_t(4));
}

void TestEventHandlers::malformedOnesCountAgainstTheRate()
{
    for (int i = 0; i < 10; ++i)
        say({1});
    QCOMPARE(m_acks.size(), 10);
    QCOMPARE(codeOf(m_acks[2]), u"datos_invalidos"_s);
    QCOMPARE(codeOf(m_acks[3]), u"demasiado_rapido"_s);
}

void TestEventHandlers::answersUnknownEvents()
{
    QString code;
    m_handlers->unknownEvent([&](const QJsonObject &ack) { code = codeOf(ack); });
    QCOMPARE(code, u"datos_invalidos"_s);
}

void TestEventHandlers::acknowledgesMarks_data()
{
    QTest::addColumn<QString>("event");
    QTest::addColumn<QJsonObject>("expected");
    const QJsonObject cursor {{u"ok"_s, true},          {u"conversacion"_s, u"alice"_s},
                              {u"lector"_s, u"root"_s}, {u"hasta"_s, 5},
                              {u"version"_s, 12},       {u"ordinal"_s, 4},
                              {u"no_leidos"_s, 1}};
    QTest::newRow("read") << u"leido"_s << cursor;
    QTest::newRow("unread") << u"no_leido"_s << cursor;
    QTest::newRow("delivered") << u"entregado"_s
                               << QJsonObject({{u"ok"_s, true},
                                               {u"conversacion"_s, u"alice"_s},
                                               {u"receptor"_s, u"root"_s},
                                               {u"hasta"_s, 5},
                                               {u"version"_s, 12}});
}

void TestEventHandlers::acknowledgesMarks()
{
    QFETCH(QString, event);
    m_session.identity = {u"root"_s, u"Root"_s, Role::Admin, {}, 0, 0};
    const ReadCursor cursor {u"alice"_s, u"root"_s, 5, 12, 4, 1};
    if (event == u"leido") {
        say(&EventHandlers::read, {m_mark});
        QCOMPARE(m_store.reads.question().second, (ReadRequest {u"alice"_s, 5, 3}));
        m_store.reads.answer(ReadChange {cursor, true, true});
    } else if (event == u"no_leido") {
        say(&EventHandlers::unread, {m_mark});
        QCOMPARE(m_store.unreads.question().second, (MarkRequest {u"alice"_s, 5}));
        m_store.unreads.answer(ReadChange {cursor, true, false});
    } else {
        say(&EventHandlers::delivered, {m_mark});
        QCOMPARE(m_store.deliveries.question().second, (MarkRequest {u"alice"_s, 5}));
        m_store.deliveries.answer(DeliveryChange {{u"alice"_s, u"root"_s, 5, 12}, true, true});
    }
    QCOMPARE(m_acks.size(), 1);
    QTEST(m_acks[0], "expected");
}

void TestEventHandlers::refusesMalformedMarks_data()
{
    QTest::addColumn<QJsonArray>("arguments");
    QTest::newRow("none") << QJsonArray();
    QTest::newRow("null") << QJsonArray {QJsonValue()};
    QTest::newRow("a string") << QJsonArray {u"alice"_s};
    QTest::newRow("empty object") << QJsonArray {QJsonObject()};
    QTest::newRow("no message") << QJsonArray {QJsonObject {{u"conversacion"_s, u"alice"_s}}};
    QTest::newRow("half a message") << QJsonArray {
        QJsonObject {{u"conversacion"_s, u"alice"_s}, {u"hasta"_s, 0.5}}};
}

void TestEventHandlers::refusesMalformedMarks()
{
    QFETCH(QJsonArray, arguments);
    for (const Handler handler : {&EventHandlers::read, &EventHandlers::unread, &EventHandlers::delivered}) {
        m_acks.clear();
        m_session.markAllowance = TokenBucket(0, 0);
        say(handler, arguments);
        QCOMPARE(m_acks.size(), 1);
        QCOMPARE(codeOf(m_acks[0]), u"datos_invalidos"_s);
        (m_handlers.get()->*handler)(m_session, arguments, {});
    }
    QCOMPARE(marksAsked(), std::size_t(0));
}

void TestEventHandlers::marksWorkWithoutAnAcknowledgement()
{
    m_handlers->read(m_session, {m_mark}, {});
    m_store.reads.answer(ReadChange {{u"alice"_s, u"alice"_s, 5, 12, 4, 1}, true, false});
    QCOMPARE(m_broadcaster.of(u"leido").size(), 1);
    m_handlers->delivered(m_session, {m_mark}, {});
    m_store.deliveries.fail();
    QVERIFY(m_broadcaster.of(u"entregado").isEmpty());
}

void TestEventHandlers::onlyStaffMarksUnread()
{
    say(&EventHandlers::unread, {m_mark});
    QCOMPARE(codeOf(m_acks.value(0)), u"sin_permiso"_s);
    QCOMPARE(marksAsked(), std::size_t(0));
}

void TestEventHandlers::limitsTheRateOfMarks()
{
    say(&EventHandlers::read, {m_mark});
    say(&EventHandlers::delivered, {m_mark});
    QVERIFY(m_acks.isEmpty());
    for (const Handler handler : {&EventHandlers::read, &EventHandlers::unread, &EventHandlers::delivered}) {
        say(handler, {m_mark});
        QCOMPARE(codeOf(m_acks.last()), u"demasiado_rapido"_s);
        QCOMPARE(m_acks.last().value(u"error").toObject().value(u"reintentar_ms"), QJsonValue(100));
    }
    QCOMPARE(marksAsked(), std::size_t(2));
    m_clock.advance(100);
    say(&EventHandlers::read, {m_mark});
    QCOMPARE(marksAsked(), std::size_t(3));
}

void TestEventHandlers::tellsWhoIsTyping()
{
    say(&EventHandlers::typing, {m_typing});
    QCOMPARE(m_broadcaster.of(u"escribiendo").size(), 1);
    QCOMPARE(m_broadcaster.sent[0].payload.value(u"de"), QJsonValue(u"alice"_s));
    QVERIFY(m_acks.isEmpty());
}

void TestEventHandlers::neverAnswersTyping_data()
{
    refusesMalformedMarks_data();
    QTest::newRow("to another user") << QJsonArray {QJsonObject {{u"para"_s, u"bob"_s}, {u"activo"_s, true}}};
}

void TestEventHandlers::neverAnswersTyping()
{
    QFETCH(QJsonArray, arguments);
    say(&EventHandlers::typing, arguments);
    m_handlers->typing(m_session, arguments, {});
    QVERIFY(m_acks.isEmpty());
    QVERIFY(m_broadcaster.sent.isEmpty());
}

void TestEventHandlers::dropsTypingAboveTheRate()
{
    for (int i = 0; i < 5; ++i)
        say(&EventHandlers::typing, {m_typing});
    QCOMPARE(m_broadcaster.of(u"escribiendo").size(), 2);
    QVERIFY(m_acks.isEmpty());
    m_clock.advance(100);
    say(&EventHandlers::typing, {m_typing});
    QCOMPARE(m_broadcaster.of(u"escribiendo").size(), 3);
}

void TestEventHandlers::eachKindHasItsOwnAllowance()
{
    for (int i = 0; i < 5; ++i) {
        say(&EventHandlers::typing, {m_typing});
        say(&EventHandlers::read, {m_mark});
    }
    m_acks.clear();
    say({m_good}); // whoever types and reads a lot can still write
    QVERIFY(m_acks.isEmpty());
    QCOMPARE(m_store.stores.size(), std::size_t(1));
    // What a session has by default.
    Session fresh;
    for (int i = 0; i < 500; ++i)
        QVERIFY(!fresh.markAllowance.take(0));
    QCOMPARE(fresh.markAllowance.take(0), std::optional<qint64>(20));
    for (int i = 0; i < 10; ++i)
        QVERIFY(!fresh.typingAllowance.take(0));
    QCOMPARE(fresh.typingAllowance.take(0), std::optional<qint64>(200));
}

QTEST_GUILESS_MAIN(TestEventHandlers)
#include "tst_eventhandlers.moc"
