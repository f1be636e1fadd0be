#include "engineio/upgradecandidate.h"

#include <QTimer>

namespace ventanilla {

namespace {
constexpr QStringView probe = u"probe";
// Nothing that a candidate has to say is longer.
constexpr qint64 longestPacket = 64;
// Nor is what it is told.
constexpr qint64 mostQueued = 4096;
} // namespace

UpgradeCandidate::UpgradeCandidate(std::unique_ptr<Transport> transport, qint64 timeoutMs, QObject *parent)
    : QObject(parent)
    , m_transport(std::move(transport))
    , m_timer(new QTimer(this))
{
    m_transport->setPayloadLimit(longestPacket);
    m_timer->setSingleShot(true);
    m_timer->start(static_cast<int>(timeoutMs));
    connect(m_timer, &QTimer::timeout, this, &UpgradeCandidate::fail);
    connect(m_transport.get(), &Transport::packetReceived, this, &UpgradeCandidate::onPacket);
    connect(m_transport.get(), &Transport::malformedReceived, this, &UpgradeCandidate::fail);
    connect(m_transport.get(), &Transport::closed, this, &UpgradeCandidate::onClosed);
    connect(m_transport.get(), &Transport::buffersChanged, this, &UpgradeCandidate::onBuffers);
}

qint64 UpgradeCandidate::bytesBuffered() const
{
    return m_transport ? m_transport->bytesQueued() + m_transport->bytesReceiving() : 0;
}

std::unique_ptr<Transport> UpgradeCandidate::takeTransport()
{
    m_timer->stop();
    disconnect(m_transport.get(), nullptr, this, nullptr);
    return std::move(m_transport);
}

void UpgradeCandidate::onPacket(const EngineIoPacket &packet)
{
    if (packet.type == EngineIoPacket::Type::Ping && packet.payload == probe && !m_probed) {
        m_probed = true;
        m_transport->send(EngineIoPacket {EngineIoPacket::Type::Pong, probe.toString()}.encode());
        emit probed();
    } else if (packet.type == EngineIoPacket::Type::Upgrade && m_probed) {
        emit succeeded();
    } else {
        fail();
    }
}

void UpgradeCandidate::fail()
{
    if (!m_transport)
        return;
    // Its parent outlives this object.
    closeAndForget(takeTransport(), parent());
    emit failed();
}

void UpgradeCandidate::onClosed()
{
    takeTransport().release()->deleteLater(); // it is the one that tells us
    emit failed();
}

void UpgradeCandidate::onBuffers()
{
    if (m_transport->bytesQueued() > mostQueued)
        m_transport->abort();
    else
        emit buffersChanged();
}

} // namespace ventanilla
