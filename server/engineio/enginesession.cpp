#include "engineio/enginesession.h"

#include "core/logging.h"
#include "engineio/upgradecandidate.h"

#include <QJsonDocument>

namespace ventanilla {

QString describe(CloseReason reason)
{
    switch (reason) {
    case CloseReason::TransportClosed: return QStringLiteral("transport close");
    case CloseReason::PingTimeout: return QStringLiteral("ping timeout");
    case CloseReason::ParseError: return QStringLiteral("parse error");
    case CloseReason::ServerClosed: return QStringLiteral("server close");
    case CloseReason::TooSlow: return QStringLiteral("client too slow");
    case CloseReason::SendsTooMuch: return QStringLiteral("client sends too much");
    case CloseReason::OutOfBuffers: return QStringLiteral("out of buffers");
    }
    return {};
}

EngineSession::EngineSession(QString sid, std::unique_ptr<Transport> transport, HttpRequest request,
                             const EngineContext &context, QObject *parent)
    : QObject(parent)
    , m_sid(std::move(sid))
    , m_transport(std::move(transport))
    , m_request(std::move(request))
    , m_context(context)
    , m_heartbeat(context.config, context.clock)
    , m_buffers(context.budget, [this] { giveUpBuffers(); })
    , m_packets(context.config.packetRate, context.config.packetBurst)
    , m_data(context.config.dataRate, context.config.dataBurst)
    , m_payloadLimit(context.config.maxPayload)
    , m_requestBytes(m_request.bytesHeld() + m_transport->bytesOfRequest(m_request))
{
    connect(&m_heartbeat, &Heartbeat::pingDue, this, [this] {
        send(EngineIoPacket {EngineIoPacket::Type::Ping, {}}.encode());
    });
    connect(&m_heartbeat, &Heartbeat::timedOut, this, [this] { close(CloseReason::PingTimeout); });
    attach();
}

EngineSession::~EngineSession()
{
    disconnect(m_transport.get(), nullptr, this, nullptr);
}

void EngineSession::attach()
{
    connect(m_transport.get(), &Transport::packetReceived, this, &EngineSession::onPacket);
    connect(m_transport.get(), &Transport::malformedReceived, this,
            [this] { close(CloseReason::ParseError); });
    connect(m_transport.get(), &Transport::buffersChanged, this, &EngineSession::reportBuffers);
    connect(m_transport.get(), &Transport::closed, this, [this] {
        close(CloseReason::TransportClosed);
        dropCandidate();
        emit finished();
    });
}

void EngineSession::open()
{
    m_open = true;
    const EngineConfig &config = m_context.config;
    const EngineIoHandshake handshake {m_sid, m_transport->upgrades(), config.pingIntervalMs,
                                       config.pingTimeoutMs, config.maxPayload};
    const QByteArray json = QJsonDocument(handshake.toJson()).toJson(QJsonDocument::Compact);
    m_heartbeat.start();
    send(EngineIoPacket {EngineIoPacket::Type::Open, QString::fromUtf8(json)}.encode());
}

QString EngineSession::encodeMessage(const QString &payload)
{
    return EngineIoPacket {EngineIoPacket::Type::Message, payload}.encode();
}

void EngineSession::sendEncoded(const QString &encodedPacket)
{
    send(encodedPacket);
}

void EngineSession::sendBinary(const QByteArray &bytes)
{
    send(bytes);
}

void EngineSession::send(const EncodedPacket &packet)
{
    if (!m_open)
        return;
    m_transport->send(packet);
    reportBuffers();
}

void EngineSession::checkHeartbeat()
{
    m_heartbeat.check();
}

void EngineSession::setBytesHeld(qint64 bytes)
{
    if (bytes == std::exchange(m_bytesHeld, bytes))
        return;
    reportBuffers();
}

void EngineSession::reportBuffers()
{
    // Much may be said in one turn, to a client that would have taken it.
    if (m_transport->bytesQueued() > m_context.config.maxQueuedBytes)
        m_transport->flush();
    const qint64 queued = m_transport->bytesQueued();
    const qint64 ofCandidate = m_candidate ? m_candidate->bytesBuffered() : 0;
    m_buffers.set(queued + m_transport->bytesReceiving() + ofCandidate + m_requestBytes + m_bytesHeld);
    if (!m_open || queued <= m_context.config.maxQueuedBytes)
        return;
    qCWarning(logEngineIo).noquote() << "dropped a client that does not read:" << queued << "bytes queued";
    close(CloseReason::TooSlow);
}

/// Also what a closed session still keeps for a client that takes its time.
void EngineSession::giveUpBuffers()
{
    if (m_open) {
        close(CloseReason::OutOfBuffers);
        return;
    }
    dropCandidate();
    m_transport->abort();
}

void EngineSession::setPayloadLimit(qint64 bytes)
{
    m_payloadLimit = std::min(bytes, m_context.config.maxPayload);
    m_transport->setPayloadLimit(m_payloadLimit);
}

void EngineSession::close(CloseReason reason)
{
    if (!std::exchange(m_open, false))
        return;
    m_heartbeat.stop();
    // A client that is on its way to the other transport hears only what is said there.
    const bool isLater = reason == CloseReason::ServerClosed && isMoving();
    if (!isLater)
        dropCandidate();
    // Before the transport goes, which may say so at once: finished() comes after closed().
    emit closed(reason);
    switch (reason) {
    case CloseReason::ServerClosed:
        if (!isLater)
            m_transport->close();
        break;
    case CloseReason::TransportClosed:
    case CloseReason::ParseError:
    case CloseReason::SendsTooMuch: m_transport->dismiss(); break;
    case CloseReason::PingTimeout: // nobody is there to answer a close frame
    case CloseReason::TooSlow:
    case CloseReason::OutOfBuffers: m_transport->abort(); break;
    }
}

void EngineSession::onPacket(const EngineIoPacket &packet)
{
    if (!m_open)
        return;
    if (isTooMuch(packet)) {
        qCWarning(logEngineIo).noquote()
            << "dropped a client that sends too much:" << m_request.peerAddress.toString();
        close(CloseReason::SendsTooMuch);
        return;
    }
    switch (packet.type) {
    case EngineIoPacket::Type::Message:
        if (packet.binary)
            emit binaryReceived(*packet.binary);
        else
            emit messageReceived(packet.payload);
        break;
    case EngineIoPacket::Type::Pong: m_heartbeat.takePong(); break;
    case EngineIoPacket::Type::Close: close(CloseReason::TransportClosed); break;
    default: close(CloseReason::ParseError); break;
    }
}

bool EngineSession::isTooMuch(const EngineIoPacket &packet)
{
    const qint64 now = m_context.clock.steadyMs();
    const auto size = packet.binary ? packet.binary->size() : packet.payload.size();
    return m_packets.take(now) || m_data.take(now, static_cast<double>(size));
}

void EngineSession::offerUpgrade(std::unique_ptr<Transport> candidate)
{
    if (!m_open || m_candidate || !m_transport->upgrades().contains(candidate->name())) {
        closeAndForget(std::move(candidate), this);
        return;
    }
    m_candidate = new UpgradeCandidate(std::move(candidate), m_context.config.upgradeTimeoutMs, this);
    connect(m_candidate, &UpgradeCandidate::probed, this, [this] { m_transport->setUpgrading(true); });
    connect(m_candidate, &UpgradeCandidate::buffersChanged, this, &EngineSession::reportBuffers);
    connect(m_candidate, &UpgradeCandidate::succeeded, this, &EngineSession::upgrade);
    connect(m_candidate, &UpgradeCandidate::failed, this, [this] {
        m_transport->setUpgrading(false);
        m_candidate->deleteLater();
        m_candidate = nullptr;
        if (!m_open)
            m_transport->close();
    });
}

void EngineSession::upgrade()
{
    // All in its place before anything is said: whatever is said may end this session.
    const std::unique_ptr<Transport> old = std::exchange(m_transport, m_candidate->takeTransport());
    disconnect(old.get(), nullptr, this, nullptr);
    std::exchange(m_candidate, nullptr)->deleteLater();
    m_transport->setPayloadLimit(m_payloadLimit);
    attach();
    for (const EncodedPacket &packet : old->retire())
        m_transport->send(packet);
    reportBuffers();
    if (!m_open)
        m_transport->close();
}

/// The client has tried the candidate, and sends its last on the old transport.
bool EngineSession::isMoving() const
{
    return m_candidate && m_candidate->isProbed();
}

void EngineSession::dropCandidate()
{
    if (!m_candidate)
        return;
    disconnect(m_candidate, nullptr, this, nullptr);
    closeAndForget(m_candidate->takeTransport(), parent());
    std::exchange(m_candidate, nullptr)->deleteLater();
}

} // namespace ventanilla
