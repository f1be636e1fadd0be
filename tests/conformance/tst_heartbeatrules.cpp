#include "conformance/conformancefixture.h"

#include <QElapsedTimer>

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {

/// Two clocks of whole milliseconds may differ by that much about a time.
constexpr int clockStepMs = 1;

/// How late timers were while it lives: on a machine that gave this process no time, a test of
/// times says nothing.
class LatenessMeter : public QObject
{
public:
    LatenessMeter()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        connect(&m_timer, &QTimer::timeout, this, [this] { m_worst = std::max(m_worst, m_clock.restart()); });
        m_clock.start();
        m_timer.start(tickMs);
    }
    qint64 worstMs() const { return std::max(m_worst, m_clock.elapsed()) - tickMs; }

private:
    static constexpr int tickMs = 2;

    QTimer m_timer;
    QElapsedTimer m_clock;
    qint64 m_worst = 0;
};

} // namespace

class TestHeartbeatRules : public ConformanceFixture
{
    Q_OBJECT

private slots:
    void pingsAPollingClientEachInterval();
    void pingsAWebSocketClientEachInterval();
    void keepsWhoeverAnswers_data();
    void keepsWhoeverAnswers();
    void endsTheSessionOnAPingOfTheClient_data();
    void endsTheSessionOnAPingOfTheClient();
    void refusesThePollOfASilentClientFromItsDeadlineOn();
    void tellsThePendingPollOfASilentClient();
    void closesTheWebSocketOfASilentClient();
    void takesAPongForOnePingOnly();

private:
    /// The intervals of the default, and all the time there is for the pong.
    static EngineConfig patientConfig()
    {
        EngineConfig config = ConformanceServer::defaultConfig();
        config.pingTimeoutMs = 60'000;
        return config;
    }
    static EngineConfig quickConfig()
    {
        EngineConfig config = ConformanceServer::defaultConfig();
        config.pingIntervalMs = 50;
        config.pingTimeoutMs = 1'000;
        return config;
    }
    int pollOfASilentClient(qint64 *latenessMs);
};

void TestHeartbeatRules::pingsAPollingClientEachInterval()
{
    QVERIFY(serve(Mode::Engine, patientConfig()));
    PollingClient client = pollingClient();
    QElapsedTimer time;
    time.start();
    QVERIFY(client.open());
    for (int i = 1; i <= 3; ++i) {
        QCOMPARE(client.poll().answer().body, "2");
        QVERIFY(time.elapsed() >= i * (300 - clockStepMs));
        QCOMPARE(client.post("3").answer().body, "ok");
    }
}

void TestHeartbeatRules::pingsAWebSocketClientEachInterval()
{
    QVERIFY(serve(Mode::Engine, patientConfig()));
    QElapsedTimer time;
    time.start();
    WebSocketClient client(webSocketUrl(newWebSocket()));
    for (int i = 1; i <= 3; ++i) {
        QCOMPARE(client.received(1 + i).value(i), u"2"_s);
        QVERIFY(time.elapsed() >= i * (300 - clockStepMs));
        client.send(u"3"_s);
    }
    QCOMPARE(client.messages.size(), 4);
}

void TestHeartbeatRules::keepsWhoeverAnswers_data()
{
    QTest::addColumn<bool>("overPolling");
    QTest::newRow("polling") << true;
    QTest::newRow("websocket") << false;
}

void TestHeartbeatRules::keepsWhoeverAnswers()
{
    QFETCH(bool, overPolling);
    QVERIFY(serve(Mode::Engine, quickConfig()));
    PollingClient polling = pollingClient();
    std::optional<WebSocketClient> webSocket;
    if (overPolling)
        QVERIFY(polling.open());
    else
        QCOMPARE(webSocket.emplace(webSocketUrl(newWebSocket())).received(1).size(), 1);
    QElapsedTimer time;
    time.start();
    // Longer than a silent one would have lived.
    for (int pings = 1; time.elapsed() < 1'200; ++pings) {
        if (overPolling) {
            QCOMPARE(polling.poll().answer().body, "2");
            QCOMPARE(polling.post("3").answer().body, "ok");
        } else {
            QCOMPARE(webSocket->received(1 + pings).value(pings), u"2"_s);
            webSocket->send(u"3"_s);
        }
    }
    QCOMPARE(server().engine().sessionCount(), 1);
}

void TestHeartbeatRules::endsTheSessionOnAPingOfTheClient_data()
{
    QTest::addColumn<QString>("packet");
    QTest::newRow("a ping") << u"2"_s;
    QTest::newRow("a probe") << u"2probe"_s;
}

void TestHeartbeatRules::endsTheSessionOnAPingOfTheClient()
{
    QFETCH(QString, packet);
    QVERIFY(serve(Mode::Engine, calmConfig()));
    PollingClient polling = pollingClient();
    QVERIFY(polling.open());
    (void)polling.post(packet.toLatin1()).answer();
    QCOMPARE(polling.poll().answer().status, 400);

    WebSocketClient webSocket(webSocketUrl(newWebSocket()));
    QCOMPARE(webSocket.received(1).size(), 1);
    webSocket.send(packet);
    QVERIFY(webSocket.closes());
    QCOMPARE(webSocket.messages.size(), 1); // no answer
}

/// Opens a session, waits until its time is over to the millisecond, and polls: the answer's status.
int TestHeartbeatRules::pollOfASilentClient(qint64 *latenessMs)
{
    const LatenessMeter meter; // its ticks wake the loop, too
    PollingClient client = pollingClient();
    if (!client.open())
        return 0;
    QElapsedTimer time;
    time.start();
    (void)waitFor([&time] { return time.elapsed() >= 500; });
    const int status = client.poll().answer().status;
    *latenessMs = meter.worstMs();
    return status;
}

void TestHeartbeatRules::refusesThePollOfASilentClientFromItsDeadlineOn()
{
    QVERIFY(serve(Mode::Engine, ConformanceServer::defaultConfig()));
    constexpr int enough = 3;
    constexpr int mostTries = 60;
    const qint64 tolerableMs = ConformanceServer::defaultConfig().pingTimeoutMs / 4;
    int good = 0;
    for (int tries = 0; good < enough && tries < mostTries; ++tries) {
        qint64 latenessMs = 0;
        const int status = pollOfASilentClient(&latenessMs);
        // A server that stood still for long gives its clients that time again.
        if (latenessMs > tolerableMs)
            continue;
        QCOMPARE(status, 400);
        ++good;
    }
    QVERIFY2(good == enough, "this machine is too busy to tell the time by");
}

void TestHeartbeatRules::tellsThePendingPollOfASilentClient()
{
    QVERIFY(serve(Mode::Engine, quickConfig()));
    PollingClient client = pollingClient();
    QVERIFY(client.open());
    QCOMPARE(client.poll().answer().body, "2");
    QCOMPARE(client.poll().answer().body, "1");
    QCOMPARE(client.poll().answer().status, 400);
}

void TestHeartbeatRules::closesTheWebSocketOfASilentClient()
{
    QVERIFY(serve(Mode::Engine, quickConfig()));
    QElapsedTimer time;
    time.start();
    const WebSocketClient client(webSocketUrl(newWebSocket()));
    QVERIFY(client.closes());
    QVERIFY(time.elapsed() >= 1050 - 2 * clockStepMs);
    QCOMPARE(client.messages.size(), 2);
    QCOMPARE(client.messages.value(1), u"2"_s);
}

void TestHeartbeatRules::takesAPongForOnePingOnly()
{
    EngineConfig config = quickConfig();
    config.pingIntervalMs = 500;
    QVERIFY(serve(Mode::Engine, config));
    WebSocketClient client(webSocketUrl(newWebSocket()));
    QCOMPARE(client.received(1).size(), 1);
    for (int i = 0; i < 5; ++i)
        client.send(u"3"_s); // nobody asked
    QVERIFY(client.closes());
    QCOMPARE(client.messages.size(), 2);
}

QTEST_GUILESS_MAIN(TestHeartbeatRules)
#include "tst_heartbeatrules.moc"
