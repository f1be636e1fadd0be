#include "net/listener.h"
#include "support/rawclient.h"

#include <QTest>

using namespace ventanilla;

class TestListener : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void countsConnections();
    void limitsConnections_data();
    void limitsConnections();
    void takesNewOnesWhenOldOnesWent();
    void countsASocketThatWasUpgraded();
    void survivesItsOwnEnd();

private:
    void listen(qint64 all, qint64 perAddress);
    std::unique_ptr<RawClient> connected();
    qint64 count(const char *name)
    {
        return m_counters->counter(QByteArray("ventanilla_connections_") + name, {}).value();
    }

    std::unique_ptr<Counters> m_counters;
    std::unique_ptr<BufferBudget> m_budget;
    std::unique_ptr<Listener> m_listener;
    std::unique_ptr<QTcpSocket> m_upgraded;
};

void TestListener::init()
{
    m_listener.reset();
    m_upgraded.reset();
    m_budget.reset();
    m_counters = std::make_unique<Counters>();
    m_budget = std::make_unique<BufferBudget>(0, *m_counters);
}

void TestListener::listen(qint64 all, qint64 perAddress)
{
    HttpHandlers handlers;
    handlers.onRequest = [](const HttpRequest &, const HttpResponder &responder) {
        responder.respond(HttpResponse::noContent());
    };
    handlers.onUpgrade = [this](const HttpRequest &, std::unique_ptr<QTcpSocket> socket) {
        m_upgraded = std::move(socket);
    };
    handlers.upgradeProblem = [](const HttpRequest &) { return std::nullopt; };
    m_listener =
        std::make_unique<Listener>(ListenerConfig {{}, all, perAddress}, handlers, *m_budget, *m_counters);
    QVERIFY(m_listener->listen(QHostAddress::LocalHost, 0));
}

std::unique_ptr<RawClient> TestListener::connected()
{
    return std::make_unique<RawClient>(m_listener->serverPort());
}

void TestListener::countsConnections()
{
    listen(0, 0);
    auto one = connected();
    auto two = connected();
    QTRY_COMPARE(count("open"), 2);
    QCOMPARE(count("accepted_total"), 2);
    one->socket.abort();
    QTRY_COMPARE(count("open"), 1);
    two->socket.disconnectFromHost();
    QTRY_COMPARE(count("open"), 0);
    QCOMPARE(count("accepted_total"), 2);
    QCOMPARE(count("refused_total"), 0);
}

void TestListener::limitsConnections_data()
{
    QTest::addColumn<int>("all");
    QTest::addColumn<int>("perAddress");
    QTest::addColumn<int>("refused");
    QTest::newRow("no limit") << 0 << 0 << 0;
    QTest::newRow("in all") << 3 << 0 << 2;
    QTest::newRow("an address") << 0 << 4 << 1;
    QTest::newRow("the smaller counts") << 2 << 4 << 3;
}

void TestListener::limitsConnections()
{
    QFETCH(int, all);
    QFETCH(int, perAddress);
    QFETCH(int, refused);
    listen(all, perAddress);
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 5; ++i)
        clients.push_back(connected());
    QTRY_COMPARE(count("refused_total") + count("accepted_total"), 5);
    QCOMPARE(count("refused_total"), refused);
    QCOMPARE(count("open"), 5 - refused);
    QTRY_COMPARE(std::count_if(clients.begin(), clients.end(), [](auto &client) { return client->closed; }),
                 refused);
    // Those who got in are served.
    const auto first =
        std::find_if(clients.begin(), clients.end(), [](auto &client) { return !client->closed; });
    (*first)->send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    QTRY_COMPARE((*first)->statuses(), QList<int>({204}));
}

void TestListener::takesNewOnesWhenOldOnesWent()
{
    listen(1, 1);
    for (int i = 1; i <= 3; ++i) {
        auto client = connected();
        QTRY_COMPARE(count("accepted_total"), i);
        client->socket.abort();
        QTRY_COMPARE(count("open"), 0);
    }
    QCOMPARE(count("refused_total"), 0);
}

void TestListener::countsASocketThatWasUpgraded()
{
    listen(1, 0);
    auto client = connected();
    client->send("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nframes");
    QTRY_VERIFY(m_upgraded);
    QVERIFY(m_upgraded->peek(100).startsWith("GET / HTTP/1.1\r\n")); // handed over unread
    QVERIFY(m_upgraded->peek(100).endsWith("\r\n\r\nframes"));
    QVERIFY(m_listener->findChildren<HttpConnection *>().size() <= 1);
    QCOMPARE(count("open"), 1);
    auto late = connected();
    QTRY_COMPARE(count("refused_total"), 1);
    m_upgraded.reset();
    QTRY_COMPARE(count("open"), 0);
}

void TestListener::survivesItsOwnEnd()
{
    listen(0, 0);
    auto client = connected();
    client->send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    QTRY_COMPARE(client->statuses(), QList<int>({204}));
    auto upgraded = connected();
    upgraded->send("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    QTRY_VERIFY(m_upgraded);
    m_listener.reset();
    QTRY_VERIFY(client->closed);
    m_upgraded.reset(); // its counting must not reach the listener that is gone
}

QTEST_GUILESS_MAIN(TestListener)
#include "tst_listener.moc"
