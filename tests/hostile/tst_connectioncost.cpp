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
    /// Their words are less than all may buffer.
    static constexpr int wordyCount = 300;

    using Open = void (TestConnectionCost::*)();

    void openSilent() { m_clients = connectAndSend(count, {}); }
    void openIdle();
    void openWebSocketSessions() { m_webSockets = openWebSockets(count); }
    void openJoinedWebSockets() { m_webSockets = joinedWebSockets(count); }
    void openJoinedPolling();
    void openWordyWebSockets();
    void openWordyPolling();

    RawClients m_clients;
    RawWebSockets m_webSockets;
    std::vector<PollingClient> m_polling;
    /// What a handshake says too much is counted with the buffers: in the request and in Qt's copy.
    static constexpr int wordyBytes = 7500;
    QByteArray m_words = QByteArray("&a").repeated(wordyBytes / 2);
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

void TestConnectionCost::openWordyWebSockets()
{
    for (int i = 0; i < wordyCount; ++i)
        m_webSockets.push_back(std::make_unique<RawWebSocket>(port(), m_words));
    for (const auto &client : m_webSockets)
        QVERIFY(client->waitForUpgrade());
}

void TestConnectionCost::openWordyPolling()
{
    for (int i = 0; i < wordyCount; ++i) {
        m_polling.emplace_back(port(), "/socket.io/");
        m_polling.back().keepConnection();
        const QByteArray query = PollingClient::newSession + m_words;
        QCOMPARE(m_polling.back().request("GET", query).answer().status, 200);
    }
}

void TestConnectionCost::costsLittle_data()
{
    QTest::addColumn<Open>("open");
    QTest::addColumn<int>("counted");
    QTest::newRow("a silent connection") << &TestConnectionCost::openSilent << 0;
    QTest::newRow("an idle HTTP connection") << &TestConnectionCost::openIdle << 0;
    QTest::newRow("a WebSocket session") << &TestConnectionCost::openWebSocketSessions << 0;
    QTest::newRow("a WebSocket session in the chat") << &TestConnectionCost::openJoinedWebSockets << 0;
    QTest::newRow("a polling session in the chat") << &TestConnectionCost::openJoinedPolling << 0;
    QTest::newRow("a WebSocket session of many words")
        << &TestConnectionCost::openWordyWebSockets << 10 * wordyBytes;
    QTest::newRow("a polling session of many words") << &TestConnectionCost::openWordyPolling << wordyBytes;
}

void TestConnectionCost::costsLittle()
{
    QFETCH(Open, open);
    QFETCH(int, counted);
    const qint64 before = memoryNow();
    (this->*open)();
    QVERIFY(m_bystanders->canTalk());
    const qint64 each = (memoryNow() - before) / (counted > 0 ? wordyCount : count);
    m_clients.clear();
    m_webSockets.clear();
    m_polling.clear();
    qInfo("%s: %lld bytes", QTest::currentDataTag(), each);
    if (figuresCount)
        QVERIFY(each <= bytesPerConnection + counted);
}

QTEST_GUILESS_MAIN(TestConnectionCost)
#include "tst_connectioncost.moc"
