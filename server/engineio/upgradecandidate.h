#pragma once

#include "engineio/transport.h"

class QTimer;

namespace ventanilla {

/// A transport to which a session may move: it must answer the probe before the session does
/// (Engine.IO 4, "Upgrade"). Any other packet, or none in time, ends the candidate and not the
/// session, as does a client that does not read. Owns the transport until it is taken.
class UpgradeCandidate : public QObject
{
    Q_OBJECT

public:
    UpgradeCandidate(std::unique_ptr<Transport> transport, qint64 timeoutMs, QObject *parent);

    bool isProbed() const { return m_probed; }
    /// Bytes that are kept for its client.
    qint64 bytesBuffered() const;
    /// After succeeded().
    std::unique_ptr<Transport> takeTransport();

signals:
    /// The candidate works; the client is about to leave the old transport.
    void probed();
    /// The client has left the old transport. Packets follow on the new one.
    void succeeded();
    void failed();
    void buffersChanged();

private:
    void onPacket(const EngineIoPacket &packet);
    void fail();
    void onClosed();
    void onBuffers();

    std::unique_ptr<Transport> m_transport;
    QTimer *m_timer;
    bool m_probed = false;
};

} // namespace ventanilla
