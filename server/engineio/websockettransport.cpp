#include "engineio/websockettransport.h"

#include "net/websocketupgrader.h"

#include <QTcpSocket>
#include <QTimer>
#include <QWebSocket>

namespace ventanilla {

namespace {
// QWebSocket::close() waits for the peer's close frame for ever.
constexpr int closeGraceMs = 3'000;
} // namespace

EngineWebSocketTransport::EngineWebSocketTransport(const UpgradedSocket &socket, qint64 maxPayload,
                                                   QObject *parent)
    : Transport(parent)
    , m_socket(socket.webSocket)
    , m_tcpSocket(socket.tcpSocket)
    , m_graceTimer(new QTimer(this))
{
    setPayloadLimit(maxPayload);
    m_graceTimer->setSingleShot(true);
    connect(m_graceTimer, &QTimer::timeout, this, &EngineWebSocketTransport::abort);
    connect(m_socket, &QWebSocket::textMessageReceived, this, &EngineWebSocketTransport::onText);
    connect(m_socket, &QWebSocket::binaryMessageReceived, this, &EngineWebSocketTransport::onBinary);
    watchBuffers();
    // Deleting it earlier, with output pending, would leak its descriptor (Qt 6.4).
    connect(m_socket, &QWebSocket::disconnected, m_socket, &QObject::deleteLater);
    connect(m_socket, &QWebSocket::disconnected, this, [this] {
        m_graceTimer->stop();
        m_socket = nullptr;
        emit closed();
    });
}

EngineWebSocketTransport::~EngineWebSocketTransport()
{
    if (m_socket) {
        disconnect(m_socket, nullptr, this, nullptr);
        m_socket->abort();
    }
}

QString EngineWebSocketTransport::name() const
{
    return QStringLiteral("websocket");
}

/// QWebSocket leaves a frame in the TCP socket until it is complete, and keeps the frames of a
/// message itself until that is.
void EngineWebSocketTransport::watchBuffers()
{
    connect(m_socket, &QWebSocket::textFrameReceived, this, [this](const QString &frame, bool isLast) {
        m_fragmentBytes = isLast ? 0 : m_fragmentBytes + frame.size() * qint64(sizeof(QChar));
    });
    connect(m_socket, &QWebSocket::binaryFrameReceived, this, [this](const QByteArray &frame, bool isLast) {
        m_fragmentBytes = isLast ? 0 : m_fragmentBytes + frame.size();
    });
    if (!m_tcpSocket)
        return;
    connect(m_tcpSocket, &QTcpSocket::readyRead, this, &Transport::buffersChanged);
    connect(m_tcpSocket, &QTcpSocket::bytesWritten, this, &Transport::buffersChanged);
}

void EngineWebSocketTransport::send(const EncodedPacket &packet)
{
    if (!m_socket || m_graceTimer->isActive())
        return;
    if (const auto *text = std::get_if<QString>(&packet))
        m_socket->sendTextMessage(*text);
    else
        m_socket->sendBinaryMessage(std::get<QByteArray>(packet));
}

void EngineWebSocketTransport::flush()
{
    if (m_socket)
        m_socket->flush();
}

void EngineWebSocketTransport::close()
{
    if (!m_socket || m_graceTimer->isActive())
        return;
    m_graceTimer->start(closeGraceMs);
    m_socket->close();
}

void EngineWebSocketTransport::abort()
{
    if (m_socket)
        m_socket->abort();
}

qint64 EngineWebSocketTransport::bytesQueued() const
{
    return m_socket ? m_socket->bytesToWrite() : 0;
}

qint64 EngineWebSocketTransport::bytesReceiving() const
{
    return m_socket && m_tcpSocket ? m_tcpSocket->bytesAvailable() + m_fragmentBytes : 0;
}

/// Qt's WebSocket keeps the headers once more, and the address several times in UTF-16 (measured in
/// Qt 6.4: eight bytes for each of the query).
qint64 EngineWebSocketTransport::bytesOfRequest(const HttpRequest &request) const
{
    constexpr qint64 bytesOfOneInTheQuery = 8;
    return request.bytesHeld() + bytesOfOneInTheQuery * request.query.size();
}

void EngineWebSocketTransport::setPayloadLimit(qint64 bytes)
{
    m_maxPayload = bytes;
    if (!m_socket)
        return;
    m_socket->setMaxAllowedIncomingFrameSize(static_cast<quint64>(bytes));
    m_socket->setMaxAllowedIncomingMessageSize(static_cast<quint64>(bytes));
}

void EngineWebSocketTransport::onText(const QString &text)
{
    // At most three bytes a UTF-16 unit, so short texts need no count.
    const bool tooLong = text.size() * 3 > m_maxPayload && text.toUtf8().size() > m_maxPayload;
    const auto packet = EngineIoPacket::decode(text);
    if (tooLong || !packet)
        emit malformedReceived();
    else
        emit packetReceived(*packet);
}

void EngineWebSocketTransport::onBinary(const QByteArray &bytes)
{
    emit packetReceived(EngineIoPacket {EngineIoPacket::Type::Message, {}, bytes});
}

} // namespace ventanilla
