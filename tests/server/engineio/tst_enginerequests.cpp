#include "engineio/engine.h"
#include "net/listener.h"
#include "support/pollingclient.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {

/// A clock that moves on each time that somebody looks at it.
class SteppingClock final : public Clock
{
public:
    qint64 nowMs() const override { return now; }
    qint64 steadyMs() const override { return now += step; }

    mutable qint64 now = 0;
    qint64 step = 0;
};

} // namespace

/// Requests to an engine on a port whose clock is the test's.
class TestEngineRequests : public QObject
{
    Q_OBJECT

private slots:
    void survivesADeadlineWithinARequest_data();
    void survivesADeadlineWithinARequest();
};

void TestEngineRequests::survivesADeadlineWithinARequest_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::newRow("GET") << QByteArray("GET");
    QTest::newRow("POST") << QByteArray("POST");
}

void TestEngineRequests::survivesADeadlineWithinARequest()
{
    QFETCH(QByteArray, method);
    // The session's time is over at the first, the second, … look at the clock.
    for (int looks = 0; looks < 12; ++looks) {
        SteppingClock clock;
        Counters counters;
        BufferBudget budget(0, counters);
        EngineConfig config;
        config.pingIntervalMs = 100'000;
        config.pingTimeoutMs = 100'000;
        Engine engine(config, clock, budget, counters);
        HttpHandlers others;
        Listener listener({}, engine.handlers(others), budget, counters);
        QVERIFY(listener.listen(QHostAddress::LocalHost, 0));
        PollingClient client(listener.serverPort(), "/socket.io/");
        QVERIFY(client.open());

        clock.now = 100'000; // the ping is due
        QCOMPARE(client.poll().answer().body, "2");
        clock.now = 200'000 - looks; // the pong is due then
        clock.step = 1;
        const HttpCall call = client.request(method, client.query(), method == "POST" ? "4x" : "");
        if (looks < 2)
            QCOMPARE(call.answer().status, 400);
        else // heeded, or not any more; a GET that is heeded waits
            QVERIFY(waitFor([&] { return call.isAnswered() || clock.now > 200'000 - looks; }));
        QVERIFY(engine.sessionCount() <= 1); // a request for one that ended opens no other
    }
}

QTEST_GUILESS_MAIN(TestEngineRequests)
#include "tst_enginerequests.moc"
