#pragma once

#include "support/bystanders.h"
#include "support/rawwebsocket.h"
#include "support/serverprocess.h"

#include <QTest>

#include <algorithm>

namespace ventanilla {

/// The server's program with bounds that an attack reaches soon, and no other that would stop it
/// before; and many clients at once of it.
class MemoryFixture : public QObject
{
    Q_OBJECT

protected:
    static constexpr qint64 kibi = 1024;
    static constexpr qint64 mebi = 1024 * kibi;
    static constexpr qint64 maxBuffered = 32 * mebi;
    static constexpr int maxConnections = 2000;
    /// What the server may take for a connection and its session, beside the buffers that it counts.
    static constexpr qint64 bytesPerConnection = 48 * kibi;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    static constexpr bool figuresCount = false; // they are the sanitizer's
#else
    static constexpr bool figuresCount = true;
#endif

    using RawClients = std::vector<std::unique_ptr<RawClient>>;
    using RawWebSockets = std::vector<std::unique_ptr<RawWebSocket>>;

    quint16 port() const
    {
        return m_server->port();
    }
    qint64 memoryNow() const
    {
        return m_server->memory("VmRSS");
    }
    qint64 mostMemory() const
    {
        return m_server->memory("VmHWM");
    }
    QString token() const
    {
        return m_home->tokenFor(QStringLiteral("mallory"), Role::User).token;
    }

    RawClients connectAndSend(int count, const QByteArray &bytes) const;
    /// Those of them that the server let in.
    RawWebSockets openWebSockets(int count) const;
    RawWebSockets joinedWebSockets(int count) const;
    static void sendToAll(const RawWebSockets &clients, const QByteArray &bytes);
    /// Waits until the server has taken all that was sent, or closed instead.
    static bool waitUntilSent(const RawClients &clients);
    static bool waitUntilSent(const RawWebSockets &clients);

    std::unique_ptr<TestServer> m_home;
    std::unique_ptr<ServerProcess> m_server;
    std::unique_ptr<Bystanders> m_bystanders;

private slots:
    void initTestCase();
    /// A new server, with its bystanders.
    void init();
    void cleanup()
    {
        QVERIFY(m_bystanders->canTalk());
    }
    void cleanupTestCase()
    {
        stop();
    }

private:
    void stop();
};

} // namespace ventanilla
