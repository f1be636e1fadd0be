#pragma once

#include "conformance-server/conformanceserver.h"
#include "support/pollingclient.h"
#include "support/websocketclient.h"

#include <QTest>

#include <memory>

namespace ventanilla {

/// A server for one test function, and clients of it.
class ConformanceFixture : public QObject
{
protected:
    using Mode = ConformanceServer::Mode;

    /// For rules that have nothing to do with time: it is so long that no busy machine can bring it
    /// into them, and that nothing ends by itself where a rule should end it.
    static EngineConfig calmConfig()
    {
        EngineConfig config = ConformanceServer::defaultConfig();
        config.pingIntervalMs = 60'000;
        config.pingTimeoutMs = 60'000;
        config.upgradeTimeoutMs = 60'000;
        return config;
    }

    bool serve(Mode mode, const EngineConfig &config)
    {
        m_path = config.path;
        m_server = std::make_unique<ConformanceServer>(mode, config);
        return m_server->listen(QHostAddress::LocalHost, 0);
    }
    ConformanceServer &server() const { return *m_server; }

    PollingClient pollingClient() const { return {m_server->port(), m_path.toLatin1()}; }

    QUrl webSocketUrl(const QByteArray &query) const
    {
        return QUrl(QStringLiteral("ws://127.0.0.1:%1%2?%3")
                        .arg(m_server->port())
                        .arg(m_path, QString::fromLatin1(query)));
    }
    static QByteArray newWebSocket() { return "EIO=4&transport=websocket"; }
    /// A candidate to which the session of that client may move.
    QUrl upgradeOf(const PollingClient &client) const
    {
        return webSocketUrl(newWebSocket() + "&sid=" + client.sid());
    }
    static QByteArray upgradeHeaders()
    {
        return "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
               "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    }

    /// Waits until the server has read this call, which it does not answer yet: it answers another
    /// one that was sent later.
    bool arrives(const HttpCall &call) const
    {
        return waitFor([&call] { return call.isSent(); })
            && PollingClient(m_server->port(), "/elsewhere").request("GET", {}).answer().status == 404;
    }

private:
    QString m_path;
    std::unique_ptr<ConformanceServer> m_server;
};

} // namespace ventanilla
