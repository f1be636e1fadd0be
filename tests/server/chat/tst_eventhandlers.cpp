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

private:
    void say(const QJsonArray &arguments)
    {
        m_handlers->privateMessage(m_session, arguments,
                                   [this](const QJsonObject &ack) { m_acks.append(ack); });
    }
    static QString codeOf(const QJsonObject &ack)
    {
        return ack.value(u"ok").toBool() ? u"ok"_s
                                         : ack.value(u"error").toObject().value(u"codigo").toString();
    }

    const QJsonObject m_good {{u"para"_s, u"admin"_s}, {u"mensaje"_s, u"hi"_s}};
    ManualClock m_clock;
    Counters m_counters;
    FakeStore m_store;
    RecordingBroadcaster m_broadcaster;
    Session m_session;
    std::unique_ptr<AccountDirectory> m_accounts;
    DeliveredCursor m_cursor {0};
    std::unique_ptr<MessageService> m_service;
    std::unique_ptr<EventHandlers> m_handlers;
    QList<QJsonObject> m_acks;
};

void TestEventHandlers::init()
{
    m_acks.clear();
    m_broadcaster.sent.clear();
    m_store = FakeStore();
    m_session = {u"session"_s, {u"alice"_s, u"Alice"_s, Role::User, {}, 0, 0}, TokenBucket(10, 3)};
    m_accounts = std::make_unique<AccountDirectory>(m_store, 0, 1'000'000'000);
    m_service = std::make_unique<MessageService>(m_store, *m_accounts, m_broadcaster, m_cursor, m_clock,
                                                 m_counters, MessagePolicy());
    m_handlers = std::make_unique<EventHandlers>(*m_service, m_clock, 5);
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

QTEST_GUILESS_MAIN(TestEventHandlers)
#include "tst_eventhandlers.moc"
