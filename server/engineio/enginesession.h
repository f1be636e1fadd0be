#pragma once

#include "core/clock.h"
#include "engineio/transport.h"
#include "net/httprequest.h"

#include <QObject>
#include <QStringList>

#include <memory>
#include <optional>

class QTimer;

namespace ventanilla {

/// The rules of one Engine.IO server. Times in milliseconds, sizes in bytes.
struct EngineConfig {
    QString path = QStringLiteral("/socket.io/");
    qint64 pingIntervalMs = 25'000;
    qint64 pingTimeoutMs = 20'000;
    qint64 maxPayload = 1'000'000;
    /// What may wait for one slow client before it is dropped.
    qint64 maxQueuedBytes = 4 * 1024 * 1024;
    /// Further origins whose pages may connect, beside the server's own.
    QStringList allowedOrigins;
};

/// Why a session ended, in the words that Socket.IO uses for it.
enum class CloseReason { TransportClosed, PingTimeout, ParseError, ServerClosed, TooSlow };

QString describe(CloseReason reason);

/// One client's Engine.IO session: the handshake, the heartbeat, messages in order. Owns its
/// transport. Ends by itself on silence, on nonsense and on a client that does not read. Lives on
/// the network's thread.
class EngineSession : public QObject
{
    Q_OBJECT

public:
    /// `request` is the handshake's. Call open() once somebody listens to the signals.
    EngineSession(QString sid, std::unique_ptr<Transport> transport, HttpRequest request,
                  const EngineConfig &config, const Clock &clock, QObject *parent = nullptr);
    ~EngineSession() override;

    void open();

    const QString &sid() const { return m_sid; }
    const HttpRequest &request() const { return m_request; }
    bool isOpen() const { return m_open; }

    /// Queues an Engine.IO message packet that is already encoded; see encodeMessage().
    void sendEncoded(const QString &encodedPacket);
    static QString encodeMessage(const QString &payload);

    /// Ends the session; closed() is emitted before this returns, unless it was before.
    void close(CloseReason reason = CloseReason::ServerClosed);

signals:
    void messageReceived(const QString &payload);
    /// Emitted once; nothing is received after it.
    void closed(ventanilla::CloseReason reason);
    /// After closed(), when the transport has gone too: this object may be deleted.
    void finished();

private:
    void onPacket(const EngineIoPacket &packet);
    void onHeartbeat();
    void armHeartbeat();

    const QString m_sid;
    const std::unique_ptr<Transport> m_transport;
    const HttpRequest m_request;
    const EngineConfig &m_config;
    const Clock &m_clock;
    QTimer *m_heartbeat;
    /// Deadlines on the steady clock, absolute so that they cannot drift apart: exactly one of
    /// "ping then" and "pong by then" is pending.
    qint64 m_nextPingAtMs = 0;
    std::optional<qint64> m_pongDueAtMs;
    bool m_open = false;
};

} // namespace ventanilla
