#include "hostile/memoryfixture.h"
#include "support/eventually.h"
#include "support/httprequests.h"
#include "support/pollingsession.h"

using namespace ventanilla;

/// What a connection costs the server's process while nothing is buffered for it.
class TestConnectionCost : public MemoryFixture
{
    Q_OBJECT

private slots:
    void costsLittle_data();
    void costsLittle();

private:
    static constexpr int count = 1000;

    using Open = void (TestConnectionCost::*)();

    void openSilent() { m_clients = connectAndSend(count, {}); }
    void openIdle();
    void openWebSocketSessions() { m_webSockets = openWebSockets(count); }
    void openJoinedWebSockets() { m_webSockets = joinedWebSockets(count); }
    void openJoinedPolling();

    RawClients m_clients;
    RawWebSockets m_webSockets;
    std::vector<PollingClient> m_polling;
};

void TestConnectionCost::openIdle()
{
    m_clients = connectAndSend(count, getRequest("/nowhere"));
    for (const auto &client : m_clients)
        EVENTUALLY_COMPARE(client->statuses(), QList<int>({404}));
}

void TestConnectionCost::openJoinedPolling()
{
    for (int i = 0; i < count; ++i) {
        m_polling.emplace_back(port(), "/socket.io/");
        m_polling.back().keepConnection();
        QVERIFY(joinByPolling(m_polling.back(), token()));
    }
}

void TestConnectionCost::costsLittle_data()
{
    QTest::addColumn<Open>("open");
    QTest::newRow("a silent connection") << &TestConnectionCost::openSilent;
    QTest::newRow("an idle HTTP connection") << &TestConnectionCost::openIdle;
    QTest::newRow("a WebSocket session") << &TestConnectionCost::openWebSocketSessions;
    QTest::newRow("a WebSocket session in the chat") << &TestConnectionCost::openJoinedWebSockets;
    QTest::newRow("a polling session in the chat") << &TestConnectionCost::openJoinedPolling;
}

void TestConnectionCost::costsLittle()
{
    QFETCH(Open, open);
    const qint64 before = memoryNow();
    (this->*open)();
    QVERIFY(m_bystanders->canTalk());
    const qint64 each = (memoryNow() - before) / count;
    m_clients.clear();
    m_webSockets.clear();
    m_polling.clear();
    qInfo("%s: %lld bytes", QTest::currentDataTag(), each);
    if (figuresCount)
        QVERIFY(each <= bytesPerConnection);
}

QTEST_GUILESS_MAIN(TestConnectionCost)
#include "tst_connectioncost.moc"
