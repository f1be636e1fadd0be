#include "engineio/enginesession.h"

#include "core/logging.h"

#include <QJsonDocument>
#include <QTimer>

namespace ventanilla {

QString describe(CloseReason reason)
{
    switch (reason) {
    case CloseReason::TransportClosed: return QStringLiteral("transport close");
    case CloseReason::PingTimeout: return QStringLiteral("ping timeout");
    case CloseReason::ParseError: return QStringLiteral("parse error");
    case CloseReason::ServerClosed: return QStringLiteral("server close");
    case CloseReason::TooSlow: return QStringLiteral("client too slow");
    }
    return {};
}

EngineSession::EngineSession(QString sid, std::unique_ptr<Transport> transport, HttpRequest request,
                             const EngineConfig &config, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_sid(std::move(sid))
    , m_transport(std::move(transport))
    , m_request(std::move(request))
    , m_config(config)
    , m_clock(clock)
    , m_heartbeat(new QTimer(this))
{
    m_heartbeat->setSingleShot(true);
    m_heartbeat->setTimerType(Qt::PreciseTimer);
    connect(m_heartbeat, &QTimer::timeout, this, &EngineSession::onHeartbeat);
    connect(m_transport.get(), &Transport::packetReceived, this, &EngineSession::onPacket);
    connect(m_transport.get(), &Transport::malformedReceived, this,
            [this] { close(CloseReason::ParseError); });
    connect(m_transport.get(), &Transport::closed, this, [this] {
        close(CloseReason::TransportClosed);
        emit finished();
    });
}

EngineSession::~EngineSession()
{
    disconnect(m_transport.get(), nullptr, this, nullptr);
}

void EngineSession::open()
{
    m_open = true;
    const EngineIoHandshake handshake {
        m_sid, {}, m_config.pingIntervalMs, m_config.pingTimeoutMs, m_config.maxPayload};
    const QByteArray json = QJsonDocument(handshake.toJson()).toJson(QJsonDocument::Compact);
    m_transport->send(EngineIoPacket {EngineIoPacket::Type::Open, QString::fromUtf8(json)}.encode());
    m_nextPingAtMs = m_clock.steadyMs() + m_config.pingIntervalMs;
    armHeartbeat();
}

QString EngineSession::encodeMessage(const QString &payload)
{
    return EngineIoPacket {EngineIoPacket::Type::Message, payload}.encode();
}

void EngineSession::sendEncoded(const QString &encodedPacket)
{
    if (!m_open)
        return;
    m_transport->send(encodedPacket);
    if (m_transport->bytesQueued() > m_config.maxQueuedBytes) {
        qCWarning(logEngineIo).noquote()
            << "dropped a client that does not read:" << m_transport->bytesQueued() << "bytes queued";
        close(CloseReason::TooSlow);
    }
}

void EngineSession::close(CloseReason reason)
{
    if (!std::exchange(m_open, false))
        return;
    m_heartbeat->stop();
    // Before the transport goes, which may say so at once: finished() comes after closed().
    emit closed(reason);
    if (reason == CloseReason::PingTimeout || reason == CloseReason::TooSlow)
        m_transport->abort(); // nobody is there to answer a close frame
    else
        m_transport->close();
}

void EngineSession::onPacket(const EngineIoPacket &packet)
{
    if (!m_open)
        return;
    switch (packet.type) {
    case EngineIoPacket::Type::Message: emit messageReceived(packet.payload); break;
    case EngineIoPacket::Type::Pong:
        if (m_pongDueAtMs) {
            m_pongDueAtMs.reset();
            m_nextPingAtMs = m_clock.steadyMs() + m_config.pingIntervalMs;
            armHeartbeat();
        }
        break;
    case EngineIoPacket::Type::Close: close(CloseReason::TransportClosed); break;
    default: close(CloseReason::ParseError); break;
    }
}

void EngineSession::onHeartbeat()
{
    const qint64 now = m_clock.steadyMs();
    if (m_pongDueAtMs && now >= *m_pongDueAtMs) {
        close(CloseReason::PingTimeout);
        return;
    }
    if (!m_pongDueAtMs && now >= m_nextPingAtMs) {
        m_pongDueAtMs = now + m_config.pingTimeoutMs;
        sendEncoded(EngineIoPacket {EngineIoPacket::Type::Ping, {}}.encode());
    }
    if (m_open)
        armHeartbeat();
}

void EngineSession::armHeartbeat()
{
    const qint64 wait = m_pongDueAtMs.value_or(m_nextPingAtMs) - m_clock.steadyMs();
    m_heartbeat->start(static_cast<int>(std::max<qint64>(wait, 0)));
}

} // namespace ventanilla
