#include "net/websocketupgrader.h"

#include "core/logging.h"
#include "net/whendeleted.h"

#include <QTcpSocket>
#include <QWebSocket>
#include <QWebSocketServer>

#include <algorithm>

namespace ventanilla {

namespace {
// A frame's header and the kernel's own slack, on top of the largest payload.
constexpr qint64 frameMargin = 4096;
// What is read of one client in a turn of the event loop: by so little may one that BufferBudget spares
// until the end of the turn grow.
constexpr qint64 readStep = 64 * 1024;

// QWebSocketServer closes without a word if a line of the head is longer than 8 KiB.
constexpr qsizetype longestLine = 8 * 1024 - 2;

bool hasLongLine(const HttpRequest &request)
{
    constexpr qsizetype around = sizeof("GET ? HTTP/1.1") - 1;
    constexpr qsizetype encodedByte = 3; // at most: %XX
    if (request.path.toUtf8().size() * encodedByte + request.query.size() + around > longestLine)
        return true;
    return std::any_of(request.headers.begin(), request.headers.end(), [](const auto &field) {
        return field.first.size() + field.second.size() + 4 > longestLine;
    });
}
} // namespace

WebSocketUpgrader::WebSocketUpgrader(const Limits &limits, Handler handler, QObject *parent)
    : QObject(parent)
    , m_limits(limits)
    , m_handler(std::move(handler))
    , m_server(new QWebSocketServer(QStringLiteral("ventanilla"), QWebSocketServer::NonSecureMode, this))
{
    m_server->setMaxPendingConnections(1024);
    connect(m_server, &QWebSocketServer::newConnection, this, &WebSocketUpgrader::takeConnections);
}

WebSocketUpgrader::~WebSocketUpgrader() = default;

std::optional<HttpResponse> WebSocketUpgrader::handshakeProblem(const HttpRequest &request)
{
    const bool proper = request.method == "GET" && request.version >= 11 && request.hasHeader("host")
        && request.headerHasToken("upgrade", "websocket") && request.headerHasToken("connection", "upgrade")
        && request.header("sec-websocket-key").trimmed().size() == 24;
    if (!proper) {
        return HttpResponse::error(400, QStringLiteral("The WebSocket handshake is malformed"),
                                   QStringLiteral("datos_invalidos"));
    }
    if (request.header("sec-websocket-version") != "13") {
        return HttpResponse::error(400, QStringLiteral("The WebSocket version is 13"),
                                   QStringLiteral("datos_invalidos"))
            .withHeader("Sec-WebSocket-Version", "13");
    }
    if (hasLongLine(request)) {
        return HttpResponse::error(431, QStringLiteral("A line of the WebSocket handshake is too long"),
                                   QStringLiteral("datos_invalidos"));
    }
    return std::nullopt;
}

void WebSocketUpgrader::upgrade(const HttpRequest &request, std::unique_ptr<QTcpSocket> socket)
{
    const Peer peer(request.peerAddress, request.peerPort);
    m_requests.insert(peer, request);
    m_sockets.insert(peer, socket.get());
    whenDeleted(socket.get(), this, [this, peer] {
        if (m_sockets.value(peer)) // a newer connection of the same peer
            return;
        m_requests.remove(peer);
        m_sockets.remove(peer);
    });
    m_server->handleConnection(socket.release());
}

void WebSocketUpgrader::takeConnections()
{
    while (QWebSocket *webSocket = m_server->nextPendingConnection()) {
        const Peer peer(webSocket->peerAddress(), webSocket->peerPort());
        const auto request = m_requests.constFind(peer);
        if (request == m_requests.constEnd()) {
            refuseSecondHandshake(webSocket);
            continue;
        }
        HttpRequest taken = *request;
        m_requests.erase(request);
        webSocket->setMaxAllowedIncomingFrameSize(static_cast<quint64>(m_limits.payload));
        webSocket->setMaxAllowedIncomingMessageSize(static_cast<quint64>(m_limits.payload));
        const QPointer<QTcpSocket> socket = m_sockets.value(peer);
        boundQueue(webSocket, socket);
        boundReading(webSocket, socket);
        m_handler({webSocket, socket, std::move(taken)});
    }
}

/// QWebSocket answers pings by itself, into a queue without a bound. Looked at whenever the client
/// sends, behind QWebSocket's own handling, since only what a client sends makes it grow unseen.
void WebSocketUpgrader::boundQueue(QWebSocket *webSocket, QTcpSocket *socket) const
{
    if (!socket)
        return;
    connect(socket, &QTcpSocket::readyRead, webSocket, [webSocket, socket, most = m_limits.queued] {
        if (socket->bytesToWrite() > most)
            socket->flush();
        if (socket->bytesToWrite() <= most)
            return;
        qCWarning(logNet) << "dropped a client that sends and does not read:" << socket->bytesToWrite()
                          << "bytes queued";
        webSocket->abort();
    });
}

/// A frame stays in the socket until it is complete, so what may be read ahead grows with what is
/// there already, up to a whole frame. Looked at behind QWebSocket's own handling, which is queued.
void WebSocketUpgrader::boundReading(QWebSocket *webSocket, const QPointer<QTcpSocket> &socket) const
{
    if (!socket)
        return;
    const auto readOn = [socket, most = m_limits.payload + frameMargin] {
        if (socket)
            socket->setReadBufferSize(std::min(socket->bytesAvailable() + readStep, most));
    };
    readOn();
    connect(socket, &QTcpSocket::readyRead, webSocket, readOn, Qt::QueuedConnection);
}

/// Qt reads a handshake that arrives inside an upgraded connection as a new one on the same TCP
/// socket. Nothing good sends that: the connection goes, both of its faces with it.
void WebSocketUpgrader::refuseSecondHandshake(QWebSocket *webSocket)
{
    // One that has gone already has no peer any more, so its request was not found: nothing to say.
    if (webSocket->state() != QAbstractSocket::ConnectedState) {
        webSocket->deleteLater();
        return;
    }
    qCWarning(logNet) << "a second handshake inside a WebSocket connection: aborted";
    const QPointer<QTcpSocket> socket = m_sockets.value({webSocket->peerAddress(), webSocket->peerPort()});
    webSocket->abort();
    webSocket->deleteLater();
    if (socket)
        socket->abort();
}

} // namespace ventanilla
