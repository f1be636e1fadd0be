#include "engineio/enginesession.h"
#include "support/fakeenginetransport.h"
#include "support/manualclock.h"

#include <QJsonDocument>
#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

class TestEngineSession : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void shakesHands();
    void passesMessagesOn();
    void pingsAndTakesThePong();
    void closesWithoutAPong();
    void leavesTimeForThePongOfALatePing();
    void aPingALittleLateMovesNoDeadline();
    void aStrayPongChangesNothing();
    void closesOnNonsense_data();
    void closesOnNonsense();
    void closesWhenTheClientGoes();
    void dropsAClientThatDoesNotRead();
    void saysNothingOnceItIsClosed();
    void finishesAfterItClosed_data();
    void finishesAfterItClosed();
    void passesBinaryMessagesOn();
    void noticesALateDeadlineWhenItIsAsked();

private:
    FakeEngineTransport &transport() { return *m_transport; }

    ManualClock m_clock;
    Counters m_counters;
    BufferBudget m_budget {0, m_counters};
    EngineConfig m_config;
    std::unique_ptr<EngineSession> m_session;
    QPointer<FakeEngineTransport> m_transport;
    QStringList m_messages;
    /// closed() with its reason, and finished(), in order.
    QStringList m_ends;
};

void TestEngineSession::init()
{
    m_messages.clear();
    m_ends.clear();
    m_config.pingIntervalMs = 2;
    m_config.pingTimeoutMs = 3;
    m_config.maxQueuedBytes = 100;
    auto made = std::make_unique<FakeEngineTransport>();
    m_transport = made.get();
    m_session = std::make_unique<EngineSession>(u"sid"_s, std::move(made), HttpRequest(),
                                                EngineContext {m_config, m_clock, m_budget});
    connect(m_session.get(), &EngineSession::messageReceived, this,
            [this](const QString &text) { m_messages.append(text); });
    connect(m_session.get(), &EngineSession::closed, this,
            [this](CloseReason reason) { m_ends.append(describe(reason)); });
    connect(m_session.get(), &EngineSession::finished, this, [this] { m_ends.append(u"finished"_s); });
    m_session->open();
}

void TestEngineSession::shakesHands()
{
    QCOMPARE(transport().sent.size(), 1);
    const QString packet = transport().sent[0];
    QVERIFY(packet.startsWith(u'0'));
    const QJsonObject json = QJsonDocument::fromJson(packet.mid(1).toUtf8()).object();
    QCOMPARE(json,
             QJsonObject({{u"sid"_s, u"sid"_s},
                          {u"upgrades"_s, QJsonArray()},
                          {u"pingInterval"_s, 2},
                          {u"pingTimeout"_s, 3},
                          {u"maxPayload"_s, 1'000'000}}));
}

void TestEngineSession::passesMessagesOn()
{
    transport().receive(u"4one"_s);
    transport().receive(u"4"_s);
    transport().receive(u"42[\"x\"]"_s);
    QCOMPARE(m_messages, QStringList({u"one"_s, u""_s, u"2[\"x\"]"_s}));
    transport().take();
    m_session->sendEncoded(EngineSession::encodeMessage(u"back"_s));
    QCOMPARE(transport().take(), QStringList(u"4back"_s));
}

void TestEngineSession::pingsAndTakesThePong()
{
    transport().take();
    for (int beat = 0; beat < 3; ++beat) {
        m_clock.advance(2);
        QTRY_COMPARE(transport().sent, QStringList(u"2"_s));
        transport().take();
        m_clock.advance(2);
        transport().receive(u"3"_s);
    }
    QVERIFY(m_session->isOpen());
    QVERIFY(m_ends.isEmpty());
}

void TestEngineSession::closesWithoutAPong()
{
    transport().take();
    m_clock.advance(2);
    QTRY_COMPARE(transport().sent, QStringList(u"2"_s));
    transport().take();
    m_clock.advance(3);
    QTRY_VERIFY(transport().isClosed);
    QVERIFY(transport().aborted); // nobody would answer a close frame
    QCOMPARE(m_ends, QStringList({u"ping timeout"_s, u"finished"_s}));
}

void TestEngineSession::leavesTimeForThePongOfALatePing()
{
    transport().take();
    m_clock.advance(50); // the loop was busy: the ping is late, and the client has half its time
    QTRY_COMPARE(transport().sent, QStringList(u"2"_s));
    transport().take();
    m_clock.advance(1);
    int ticks = 0;
    QTimer other;
    connect(&other, &QTimer::timeout, this, [&] { ++ticks; });
    other.start(1);
    QTRY_VERIFY(ticks > 10);
    QVERIFY(m_session->isOpen());
    transport().receive(u"3"_s);
    QVERIFY(m_session->isOpen());
}

void TestEngineSession::aPingALittleLateMovesNoDeadline()
{
    m_clock.advance(3);
    QTRY_COMPARE(transport().sent.last(), u"2"_s);
    m_clock.advance(2);
    QTRY_VERIFY(transport().isClosed);
}

void TestEngineSession::aStrayPongChangesNothing()
{
    transport().take();
    for (int i = 0; i < 100; ++i)
        transport().receive(u"3"_s); // must not put the next ping off
    m_clock.advance(2);
    QTRY_COMPARE(transport().sent, QStringList(u"2"_s));
    transport().take();
    QVERIFY(m_session->isOpen());
}

void TestEngineSession::closesOnNonsense_data()
{
    QTest::addColumn<QString>("packet");
    QTest::addColumn<QString>("reason");
    QTest::newRow("abc") << u"abc"_s << u"parse error"_s;
    QTest::newRow("empty") << QString() << u"parse error"_s;
    QTest::newRow("type 7") << u"7"_s << u"parse error"_s;
    QTest::newRow("a client's open") << u"0{}"_s << u"parse error"_s;
    QTest::newRow("a client's ping") << u"2"_s << u"parse error"_s;
    QTest::newRow("a probe where nothing can be upgraded") << u"2probe"_s << u"parse error"_s;
    QTest::newRow("upgrade") << u"5"_s << u"parse error"_s;
    QTest::newRow("noop") << u"6"_s << u"parse error"_s;
    QTest::newRow("close") << u"1"_s << u"transport close"_s;
}

void TestEngineSession::closesOnNonsense()
{
    QFETCH(QString, packet);
    QFETCH(QString, reason);
    transport().receive(packet);
    QCOMPARE(m_ends, QStringList({reason, u"finished"_s}));
    QVERIFY(transport().isClosed);
    QVERIFY(!m_session->isOpen());
}

void TestEngineSession::closesWhenTheClientGoes()
{
    transport().end();
    QCOMPARE(m_ends, QStringList({u"transport close"_s, u"finished"_s}));
}

void TestEngineSession::dropsAClientThatDoesNotRead()
{
    transport().queued = 100;
    m_session->sendEncoded(u"4fits"_s);
    QVERIFY(m_session->isOpen());
    transport().queued = 101;
    QTest::ignoreMessage(QtWarningMsg, "dropped a client that does not read: 101 bytes queued");
    m_session->sendEncoded(u"4too much"_s);
    QVERIFY(transport().aborted);
    QCOMPARE(m_ends, QStringList({u"client too slow"_s, u"finished"_s}));
}

void TestEngineSession::saysNothingOnceItIsClosed()
{
    m_session->close();
    transport().take();
    m_session->sendEncoded(u"4x"_s);
    m_session->close();
    transport().receive(u"4y"_s);
    QVERIFY(transport().sent.isEmpty());
    QVERIFY(m_messages.isEmpty());
    QCOMPARE(m_ends, QStringList({u"server close"_s, u"finished"_s}));
}

void TestEngineSession::finishesAfterItClosed_data()
{
    QTest::addColumn<CloseReason>("reason");
    QTest::newRow("server") << CloseReason::ServerClosed;
    QTest::newRow("parse error") << CloseReason::ParseError;
    QTest::newRow("ping timeout") << CloseReason::PingTimeout;
    QTest::newRow("too slow") << CloseReason::TooSlow;
}

void TestEngineSession::finishesAfterItClosed()
{
    QFETCH(CloseReason, reason);
    m_session->close(reason);
    QCOMPARE(m_ends, QStringList({describe(reason), u"finished"_s}));
}

void TestEngineSession::passesBinaryMessagesOn()
{
    QList<QByteArray> received;
    connect(m_session.get(), &EngineSession::binaryReceived, this,
            [&](const QByteArray &bytes) { received.append(bytes); });
    transport().receiveBinary("\1\2");
    transport().receiveBinary(QByteArray());
    QCOMPARE(received, QList<QByteArray>({"\1\2", ""}));
    QVERIFY(m_messages.isEmpty());
    transport().take();
    m_session->sendEncoded(u"4first"_s);
    m_session->sendBinary("\xff");
    QCOMPARE(transport().take(), QStringList({u"4first"_s, u"bff"_s}));
}

void TestEngineSession::noticesALateDeadlineWhenItIsAsked()
{
    m_clock.advance(2);
    m_session->checkHeartbeat();
    QVERIFY(transport().sent.contains(u"2"_s));
    m_clock.advance(2);
    m_session->checkHeartbeat();
    QVERIFY(m_session->isOpen());
    m_clock.advance(1);
    m_session->checkHeartbeat(); // no timer has fired in all this time
    QCOMPARE(m_ends, QStringList({u"ping timeout"_s, u"finished"_s}));
}

QTEST_GUILESS_MAIN(TestEngineSession)
#include "tst_enginesession.moc"
