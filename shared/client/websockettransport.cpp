#include "client/websockettransport.h"

#include "client/tlsproblem.h"

#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslError>
#include <QTimer>
#include <QWebSocket>

#include <chrono>

namespace ventanilla {

using namespace std::chrono_literals;

namespace {

/// Far above anything the server sends; Qt's own default is 2 GiB.
constexpr quint64 largestIncoming = 4'194'304;

/// How long a Close frame may take to get out before the connection is cut.
constexpr auto closingGrace = 3s;

#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
constexpr auto errorSignal = &QWebSocket::errorOccurred;
#else
constexpr auto errorSignal = qOverload<QAbstractSocket::SocketError>(&QWebSocket::error);
#endif

void deleteOnceDisconnected(QWebSocket *socket)
{
    if (socket->state() == QAbstractSocket::UnconnectedState)
        socket->deleteLater();
    else
        QObject::connect(socket, &QWebSocket::disconnected, socket, &QObject::deleteLater);
}

} // namespace

WebSocketTransport::WebSocketTransport(QObject *parent)
    : ClientTransport(parent)
{
}

WebSocketTransport::~WebSocketTransport()
{
    // Deleting a socket with output pending leaks its descriptor (Qt 6.4), so cut all of them.
    const auto sockets = findChildren<QWebSocket *>(QString(), Qt::FindDirectChildrenOnly);
    for (QWebSocket *socket : sockets) {
        socket->disconnect(this);
        socket->abort();
    }
}

void WebSocketTransport::open(const QUrl &url)
{
    close();
    m_opened = false;
    m_tlsProblem.clear();
    auto *socket = new QWebSocket(QString(), QWebSocketProtocol::VersionLatest, this);
    m_socket = socket;
    socket->setOutgoingFrameSize(QWebSocket::maxOutgoingFrameSize());
    socket->setMaxAllowedIncomingFrameSize(largestIncoming);
    socket->setMaxAllowedIncomingMessageSize(largestIncoming);
    connect(socket, &QWebSocket::connected, this, &WebSocketTransport::onConnected);
    connect(socket, &QWebSocket::disconnected, this, &WebSocketTransport::onDisconnected);
    connect(socket, errorSignal, this, &WebSocketTransport::onError);
    connect(socket, &QWebSocket::textMessageReceived, this, &WebSocketTransport::textReceived);
    connect(socket, &QWebSocket::binaryMessageReceived, this,
            [this] { fail(TransportFailure::Protocol, QStringLiteral("binary data was not expected")); });
    connect(socket, &QWebSocket::sslErrors, this, [this, socket](const QList<QSslError> &errors) {
        m_tlsProblem = describeTlsProblem(errors, socket->sslConfiguration().peerCertificate());
    });
    socket->open(url);
}

void WebSocketTransport::sendText(const QString &text)
{
    if (m_opened && m_socket)
        m_socket->sendTextMessage(text);
}

void WebSocketTransport::close()
{
    const bool politely = m_opened;
    QWebSocket *socket = takeSocket();
    if (!socket)
        return;
    if (!politely) {
        socket->abort();
        deleteOnceDisconnected(socket);
        return;
    }
    socket->close();
    deleteOnceDisconnected(socket);
    QTimer::singleShot(closingGrace, socket, &QWebSocket::abort);
}

void WebSocketTransport::onConnected()
{
    m_opened = true;
    emit opened();
}

void WebSocketTransport::onError(QAbstractSocket::SocketError error)
{
    const QString detail = m_tlsProblem.isEmpty() ? m_socket->errorString() : m_tlsProblem;
    fail(failureFor(error), detail);
}

void WebSocketTransport::onDisconnected()
{
    // An attempt that fails is told as a disconnection first, and as an error only then.
    if (!m_opened)
        return onError(m_socket->error());
    // Without an error first: the other side sent a Close frame. Its code says little, as Qt gives
    // 1000 also where there was none.
    const QString reason = m_socket->closeReason();
    fail(TransportFailure::Closed,
         reason.isEmpty() ? QStringLiteral("the server closed the connection") : reason);
}

TransportFailure WebSocketTransport::failureFor(QAbstractSocket::SocketError error) const
{
    if (!m_tlsProblem.isEmpty())
        return TransportFailure::Untrusted;
    if (error == QAbstractSocket::SslHandshakeFailedError)
        return TransportFailure::Protocol;
    if (m_opened || error == QAbstractSocket::RemoteHostClosedError)
        return TransportFailure::Lost;
    // Qt reports a refused WebSocket handshake as a refused connection. Only with the former is
    // there a connection at this moment.
    return m_socket->localPort() != 0 ? TransportFailure::Protocol : TransportFailure::Unreachable;
}

void WebSocketTransport::fail(TransportFailure failure, const QString &detail)
{
    if (QWebSocket *socket = takeSocket()) {
        socket->abort();
        deleteOnceDisconnected(socket);
    }
    emit closed(failure, detail);
}

/// From here on the socket is on its own: nothing it does reaches us.
QWebSocket *WebSocketTransport::takeSocket()
{
    QWebSocket *socket = m_socket;
    if (socket)
        socket->disconnect(this);
    m_socket = nullptr;
    m_opened = false;
    return socket;
}

} // namespace ventanilla
