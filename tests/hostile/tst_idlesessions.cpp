#include "support/hostilefixture.h"
#include "support/httprequests.h"
#include "support/pollingclient.h"
#include "support/rawwebsocket.h"

using namespace ventanilla;

namespace {
constexpr int connectTimeoutMs = 300;
} // namespace

/// Sessions that are opened and then not used as they should be.
class TestIdleSessions : public HostileFixture
{
    Q_OBJECT

private slots:
    void closesAWebSocketThatNeverJoins_data();
    void closesAWebSocketThatNeverJoins();
    void closesAPollingSessionThatNeverJoins();
    void boundsHowOftenOneJoins();
    void boundsAbandonedPollingSessions();

private:
    void serveImpatiently()
    {
        serve([](ServerConfig &config) { config.connectTimeoutMs = connectTimeoutMs; });
    }
};

void TestIdleSessions::closesAWebSocketThatNeverJoins_data()
{
    QTest::addColumn<QByteArrayList>("says");
    QTest::newRow("nothing") << QByteArrayList();
    QTest::newRow("pongs") << QByteArrayList {"3", "3"};
    QTest::newRow("an unknown namespace") << QByteArrayList {"40/x,"};
    QTest::newRow("a bad token") << QByteArrayList {"40{\"token\":\"a.b.c\"}"};
    QTest::newRow("no token, twice") << QByteArrayList {"40", "40"};
}

void TestIdleSessions::closesAWebSocketThatNeverJoins()
{
    QFETCH(QByteArrayList, says);
    serveImpatiently();
    RawWebSocket client(port());
    QVERIFY(client.waitForUpgrade());
    for (const QByteArray &text : says) {
        client.sendText(text);
        QVERIFY(text == "3" || !client.waitForText(QStringLiteral("44")).isEmpty());
        client.texts.clear();
    }
    EVENTUALLY(client.isClosed());
    EVENTUALLY_COMPARE(sessions(), Bystanders::count);
    EVENTUALLY_COMPARE(connections(), Bystanders::count);
}

void TestIdleSessions::closesAPollingSessionThatNeverJoins()
{
    serveImpatiently();
    PollingClient client(port(), "/socket.io/");
    QVERIFY(client.open());
    QCOMPARE(client.poll().answer().body, QByteArray("1"));
    EVENTUALLY_COMPARE(sessions(), Bystanders::count);
    QCOMPARE(client.poll().answer().status, 400);
}

void TestIdleSessions::boundsHowOftenOneJoins()
{
    serve();
    RawWebSocket client(port());
    QVERIFY(client.waitForUpgrade());
    for (int i = 0; i < 30; ++i)
        client.sendText("40/x" + QByteArray::number(i) + ',');
    EVENTUALLY(client.isClosed());
    QCOMPARE(client.texts.filter(QStringLiteral("Invalid namespace")).size(), 16);
    EVENTUALLY_COMPARE(sessions(), Bystanders::count);
}

void TestIdleSessions::boundsAbandonedPollingSessions()
{
    constexpr int limit = 20;
    // The timeout is what the bystanders need on a busy machine.
    serve([](ServerConfig &config) {
        config.connectionsPerAddress = limit;
        config.pingIntervalMs = 200;
        config.pingTimeoutMs = 4000;
    });
    // All over one connection, so that no limit of connections counts.
    PollingClient client(port(), "/socket.io/");
    client.keepConnection();
    for (int i = Bystanders::count; i < limit; ++i)
        QVERIFY(client.open());
    const HttpAnswer refusal = client.request("GET", PollingClient::newSession).answer();
    QCOMPARE(refusal.status, 503);
    QVERIFY(refusal.header("retry-after").toInt() > 0);
    RawWebSocket another(port());
    QVERIFY(!another.waitForUpgrade());
    QCOMPARE(another.tcp.statuses(), QList<int>({503}));
    QVERIFY(another.tcp.received.contains("Retry-After: "));
    const QHostAddress elsewhere(QStringLiteral("127.0.0.2"));
    QCOMPARE(ask(port(), getRequest("/socket.io/?EIO=4&transport=polling"), elsewhere).status, 200);
    QCOMPARE(sessions(), limit + 1);

    // Nobody polls, so they end, and their places are free again.
    EVENTUALLY_COMPARE(sessions(), Bystanders::count);
    QVERIFY(client.open());
}

QTEST_GUILESS_MAIN(TestIdleSessions)
#include "tst_idlesessions.moc"
