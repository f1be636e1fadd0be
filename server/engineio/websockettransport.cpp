#include "engineio/websockettransport.h"

#include <QTimer>
#include <QWebSocket>

namespace ventanilla {

namespace {
// QWebSocket::close() waits for the peer's close frame for ever.
constexpr int closeGraceMs = 3'000;
} // namespace

EngineWebSocketTransport::EngineWebSocketTransport(QWebSocket *socket, qint64 maxPayload, QObject *parent)
    : Transport(parent)
    , m_socket(socket)
    , m_graceTimer(new QTimer(this))
    , m_maxPayload(maxPayload)
{
    m_graceTimer->setSingleShot(true);
    connect(m_graceTimer, &QTimer::timeout, this, &EngineWebSocketTransport::abort);
    connect(m_socket, &QWebSocket::textMessageReceived, this, &EngineWebSocketTransport::onText);
    connect(m_socket, &QWebSocket::binaryMessageReceived, this, &Transport::malformedReceived);
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

void EngineWebSocketTransport::send(const QString &encodedPacket)
{
    if (m_socket && !m_graceTimer->isActive())
        m_socket->sendTextMessage(encodedPacket);
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

} // namespace ventanilla
