#pragma once

#include "net/httprequest.h"
#include "net/httpresponse.h"

#include <QHash>
#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>
#include <optional>

class QTcpSocket;
class QWebSocket;
class QWebSocketServer;

namespace ventanilla {

/// A WebSocket connection, its handshake done. Whoever gets it owns the WebSocket.
struct UpgradedSocket {
    QWebSocket *webSocket = nullptr;
    /// What the WebSocket speaks on, for looking at its buffers. Goes by itself.
    QPointer<QTcpSocket> tcpSocket;
    /// The request that asked for it.
    HttpRequest request;
};

/// Turns sockets with an unread, validated upgrade request into QWebSockets. Never listens itself.
/// Lives on the network's thread.
class WebSocketUpgrader : public QObject
{
    Q_OBJECT

public:
    using Handler = std::function<void(UpgradedSocket)>;

    struct Limits {
        /// Largest payload of a frame and of a message, in bytes.
        qint64 payload = 1'000'000;
        /// What may wait to be sent to one client before it is aborted, in bytes. Counts what Qt
        /// answers by itself, such as pongs, which nothing above sees.
        qint64 queued = 4 * 1024 * 1024;
    };

    WebSocketUpgrader(const Limits &limits, Handler handler, QObject *parent = nullptr);
    ~WebSocketUpgrader() override;

    /// Why this request is no proper WebSocket handshake (RFC 6455, 4.2.1), if it is none.
    static std::optional<HttpResponse> handshakeProblem(const HttpRequest &request);

    void upgrade(const HttpRequest &request, std::unique_ptr<QTcpSocket> socket);

private:
    using Peer = std::pair<QHostAddress, quint16>;

    void takeConnections();
    void boundQueue(QWebSocket *webSocket, QTcpSocket *socket) const;
    void boundReading(QWebSocket *webSocket, const QPointer<QTcpSocket> &socket) const;
    void refuseSecondHandshake(QWebSocket *webSocket);

    const Limits m_limits;
    const Handler m_handler;
    QWebSocketServer *m_server;
    /// QWebSocket hides the socket it speaks on, so requests are found again by the peer.
    QHash<Peer, HttpRequest> m_requests;
    QHash<Peer, QPointer<QTcpSocket>> m_sockets;
};

} // namespace ventanilla
