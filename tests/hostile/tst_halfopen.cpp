#include "support/hostilefixture.h"
#include "support/httprequests.h"

#include <QDir>

#include <algorithm>

using namespace ventanilla;

namespace {

/// Of this process, which is both sides.
qsizetype openSockets()
{
    const QFileInfoList all = QDir(QStringLiteral("/proc/self/fd")).entryInfoList(QDir::System | QDir::Files);
    return std::count_if(all.begin(), all.end(), [](const QFileInfo &descriptor) {
        return descriptor.symLinkTarget().contains(QStringLiteral("socket:"));
    });
}

QHostAddress local(quint32 last)
{
    return QHostAddress(0x7f000000U + last);
}

} // namespace

/// Connections that are opened, and say nothing or only half of something.
class TestHalfOpen : public HostileFixture
{
    Q_OBJECT

private slots:
    void boundsAnAddress();
    void boundsAll();
    void freesThemInTime();

private:
    using Clients = std::vector<std::unique_ptr<RawClient>>;

    void connectMore(Clients &clients, int count, const QHostAddress &from = {}) const
    {
        for (int i = 0; i < count; ++i) {
            clients.push_back(std::make_unique<RawClient>(port(), from));
            clients.back()->send("GET / HTTP/1.1\r\n");
        }
    }
    static void forgetClosed(Clients &clients)
    {
        clients.erase(
            std::remove_if(clients.begin(), clients.end(), [](const auto &client) { return client->closed; }),
            clients.end());
    }
    /// Whether somebody who comes from there is served.
    bool isServed(const QHostAddress &from) const
    {
        return ask(port(), getRequest("/nowhere"), from).status == 404;
    }
    qint64 refused() const { return counter("ventanilla_connections_refused_total"); }
};

void TestHalfOpen::boundsAnAddress()
{
    constexpr int limit = 200;
    constexpr int attempts = 3000;
    constexpr int batch = 250;
    serve([=](ServerConfig &config) { config.connectionsPerAddress = limit; });
    const qsizetype sockets = openSockets();
    Clients clients;
    for (int made = batch; made <= attempts; made += batch) {
        connectMore(clients, batch);
        EVENTUALLY_COMPARE(refused(), made - (limit - Bystanders::count));
        QCOMPARE(connections(), limit);
        EVENTUALLY_COMPARE(
            std::count_if(clients.begin(), clients.end(), [](const auto &client) { return !client->closed; }),
            limit - Bystanders::count);
        forgetClosed(clients);
    }
    QVERIFY(m_bystanders->canTalk());
    QVERIFY(!isServed(local(1)));
    QVERIFY(isServed(local(2)));

    clients.clear();
    EVENTUALLY_COMPARE(connections(), Bystanders::count);
    EVENTUALLY_COMPARE(openSockets(), sockets);
    QVERIFY(isServed(local(1)));
}

void TestHalfOpen::boundsAll()
{
    constexpr int limit = 50;
    serve([=](ServerConfig &config) {
        config.maxConnections = limit;
        config.connectionsPerAddress = 0;
    });
    Clients clients;
    for (quint32 last = 1; last <= 60; ++last)
        connectMore(clients, 1, local(last));
    EVENTUALLY_COMPARE(refused(), 60 + Bystanders::count - limit);
    QCOMPARE(connections(), limit);
    QVERIFY(!isServed(local(100)));
    QVERIFY(m_bystanders->canTalk());

    forgetClosed(clients);
    clients.pop_back();
    EVENTUALLY_COMPARE(connections(), limit - 1);
    QVERIFY(isServed(local(100)));
}

void TestHalfOpen::freesThemInTime()
{
    constexpr int limit = 100;
    serve([=](ServerConfig &config) {
        config.connectionsPerAddress = limit;
        config.requestTimeoutMs = 300;
    });
    const qsizetype sockets = openSockets();
    Clients clients;
    connectMore(clients, limit - Bystanders::count);
    EVENTUALLY_COMPARE(counter("ventanilla_connections_accepted_total"), limit);
    EVENTUALLY_COMPARE(connections(), Bystanders::count);
    clients.clear();
    EVENTUALLY_COMPARE(openSockets(), sockets);
    QVERIFY(isServed(local(1)));
}

QTEST_GUILESS_MAIN(TestHalfOpen)
#include "tst_halfopen.moc"
