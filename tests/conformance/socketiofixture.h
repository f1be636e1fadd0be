#pragma once

#include "conformance/conformancefixture.h"

namespace ventanilla {

/// A Socket.IO server for one test function, and a client of it on a websocket.
class SocketIoFixture : public ConformanceFixture
{
protected:
    /// Starts a server and opens the client's session, which is in no namespace yet.
    bool open(const EngineConfig &config)
    {
        m_client.reset();
        if (!serve(Mode::SocketIo, config))
            return false;
        m_closeReason.clear();
        connect(&server().engine(), &Engine::sessionCreated, this, [this](EngineSession *session) {
            connect(session, &EngineSession::closed, this,
                    [this](CloseReason reason) { m_closeReason = describe(reason); });
        });
        m_client = std::make_unique<WebSocketClient>(webSocketUrl(newWebSocket()));
        return m_client->received(1).size() == 1 && m_client->messages.takeFirst().startsWith(u'0');
    }
    /// What it has received is what came behind the handshake.
    WebSocketClient &client() const { return *m_client; }

    /// Waits for the end of the client's connection, and says why the server ended it.
    QString closeReason() const { return m_client->closes() ? m_closeReason : QStringLiteral("still open"); }
    static QString forAnError() { return describe(CloseReason::ParseError); }

    bool joinMain() { return join(QStringLiteral("40")); }
    bool joinCustom() { return join(QStringLiteral("40/custom,")); }

    /// The sid of a CONNECT that has nothing else behind its prefix; empty if it is none.
    static QString sidIn(const QString &packet, const QString &prefix)
    {
        if (!packet.startsWith(prefix))
            return {};
        const QJsonObject payload = QJsonDocument::fromJson(packet.mid(prefix.size()).toUtf8()).object();
        return payload.size() == 1 ? payload.value(QStringLiteral("sid")).toString() : QString();
    }

private:
    /// Takes both messages of a namespace that is joined.
    bool join(const QString &connect)
    {
        m_client->send(connect);
        if (m_client->received(2).size() < 2)
            return false;
        const QString connected = m_client->messages.takeFirst();
        const QString greeting = m_client->messages.takeFirst();
        return !sidIn(connected, connect).isEmpty() && greeting.contains(QStringLiteral("[\"auth\","));
    }

    std::unique_ptr<WebSocketClient> m_client;
    QString m_closeReason;
};

} // namespace ventanilla
