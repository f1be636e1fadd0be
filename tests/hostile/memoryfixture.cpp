#include "hostile/memoryfixture.h"

#include "support/waiting.h"

#include <QLoggingCategory>

namespace ventanilla {

namespace {

constexpr int longerThanAnyMachineNeeds = 60'000;

QStringList settings(qint64 maxBuffered, int maxConnections)
{
    const QString never = QStringLiteral("3600000");
    QStringList flags {QStringLiteral("--max-buffered"),
                       QString::number(maxBuffered),
                       QStringLiteral("--max-connections"),
                       QString::number(maxConnections),
                       QStringLiteral("--connections-per-address"),
                       QStringLiteral("0"),
                       QStringLiteral("--message-rate"),
                       QStringLiteral("0"),
                       QStringLiteral("--data-rate"),
                       QStringLiteral("0"),
                       QStringLiteral("--database-patience"),
                       QString::number(TestServer::longerThanDisksPauseMs)};
    for (const char *time : {"request", "connect", "write", "idle"})
        flags << QStringLiteral("--%1-timeout").arg(QLatin1String(time)) << never;
    return flags << QStringLiteral("--ping-interval") << never;
}

} // namespace

void MemoryFixture::initTestCase()
{
    QLoggingCategory::setFilterRules(QStringLiteral("ventanilla.*=false"));
    rlimit limit {};
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &limit), 0);
    limit.rlim_cur = limit.rlim_max;
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &limit), 0);
    QVERIFY2(limit.rlim_cur > maxConnections + 256, "this system allows too few descriptors (ulimit -Hn)");
}

void MemoryFixture::init()
{
    stop();
    m_home = std::make_unique<TestServer>();
    m_home->addAccount(QStringLiteral("mallory"), Role::User);
    m_bystanders = std::make_unique<Bystanders>(*m_home);
    m_server = std::make_unique<ServerProcess>(*m_home, settings(maxBuffered, maxConnections));
    QVERIFY2(m_server->isRunning(), "VENTANILLA_SERVER names the program");
    QVERIFY(m_bystanders->arrive(m_server->url()));
    QVERIFY(m_bystanders->canTalk());
}

void MemoryFixture::stop()
{
    m_bystanders.reset();
    m_server.reset();
    m_home.reset();
}

MemoryFixture::RawClients MemoryFixture::connectAndSend(int count, const QByteArray &bytes) const
{
    RawClients clients;
    for (int i = 0; i < count; ++i) {
        clients.push_back(std::make_unique<RawClient>(port()));
        clients.back()->send(bytes);
    }
    return clients;
}

MemoryFixture::RawWebSockets MemoryFixture::openWebSockets(int count) const
{
    RawWebSockets clients;
    for (int i = 0; i < count; ++i)
        clients.push_back(std::make_unique<RawWebSocket>(port()));
    std::erase_if(clients, [](const auto &client) { return !client->waitForUpgrade(); });
    return clients;
}

MemoryFixture::RawWebSockets MemoryFixture::joinedWebSockets(int count) const
{
    RawWebSockets clients = openWebSockets(count);
    sendToAll(clients, frames::text("40{\"token\":\"" + token().toLatin1() + "\"}"));
    std::erase_if(clients, [](const auto &client) {
        return client->waitForText(QStringLiteral("42[\"listo\"")).isEmpty();
    });
    return clients;
}

void MemoryFixture::sendToAll(const RawWebSockets &clients, const QByteArray &bytes)
{
    for (const auto &client : clients)
        client->send(bytes);
}

bool MemoryFixture::waitUntilSent(const RawClients &clients)
{
    const auto isSent = [](const auto &client) {
        return client->closed
            || (client->socket.state() == QAbstractSocket::ConnectedState
                && client->socket.bytesToWrite() == 0);
    };
    return waitFor([&] { return std::all_of(clients.begin(), clients.end(), isSent); },
                   longerThanAnyMachineNeeds);
}

bool MemoryFixture::waitUntilSent(const RawWebSockets &clients)
{
    const auto isSent = [](const auto &client) {
        return client->isClosed() || client->tcp.socket.bytesToWrite() == 0;
    };
    return waitFor([&] { return std::all_of(clients.begin(), clients.end(), isSent); },
                   longerThanAnyMachineNeeds);
}

} // namespace ventanilla
