#pragma once

#include "core/tokenbucket.h"
#include "engineio/engineconfig.h"
#include "engineio/heartbeat.h"
#include "engineio/transport.h"
#include "net/httprequest.h"

#include <QObject>

#include <memory>

namespace ventanilla {

class UpgradeCandidate;

/// Why a session ended, in the words that Socket.IO uses for it.
enum class CloseReason {
    TransportClosed,
    PingTimeout,
    ParseError,
    ServerClosed,
    TooSlow,
    SendsTooMuch,
    OutOfBuffers
};

QString describe(CloseReason reason);

/// One client's Engine.IO session: the handshake, the heartbeat, messages in order, and the move to
/// a better transport. Owns its transport. Ends by itself on silence, on nonsense, on a client that
/// does not read and on one that sends too much. Lives on the network's thread.
class EngineSession : public QObject
{
    Q_OBJECT

public:
    /// `request` is the handshake's. Call open() once somebody listens to the signals.
    EngineSession(QString sid, std::unique_ptr<Transport> transport, HttpRequest request,
                  const EngineContext &context, QObject *parent = nullptr);
    ~EngineSession() override;

    void open();

    const QString &sid() const { return m_sid; }
    const HttpRequest &request() const { return m_request; }
    bool isOpen() const { return m_open; }
    /// The engine's largest packet, in bytes.
    qint64 maxPayload() const { return m_context.config.maxPayload; }
    Transport &transport() const { return *m_transport; }

    /// Queues an Engine.IO message packet that is already encoded; see encodeMessage().
    void sendEncoded(const QString &encodedPacket);
    static QString encodeMessage(const QString &payload);
    /// Queues a binary message.
    void sendBinary(const QByteArray &bytes);

    /// Ends the session if its time is over, even if the loop was too busy to notice. Before each
    /// request of the client's is heeded.
    void checkHeartbeat();
    /// Moves to this transport if the client goes through with it. A candidate that cannot be had,
    /// because the session has moved or another one is being tried, is closed.
    void offerUpgrade(std::unique_ptr<Transport> candidate);
    /// A transport was offered, and neither taken nor given up yet.
    bool isUpgrading() const { return m_candidate != nullptr; }

    /// Bytes that a layer above keeps of this client; they count with its buffers.
    void setBytesHeld(qint64 bytes);

    /// The largest packet that is taken from now on, in bytes, if it is below the engine's maxPayload.
    void setPayloadLimit(qint64 bytes);

    /// Ends the session; closed() is emitted before this returns, unless it was before.
    void close(CloseReason reason = CloseReason::ServerClosed);

signals:
    void messageReceived(const QString &payload);
    void binaryReceived(const QByteArray &bytes);
    /// Emitted once; nothing is received after it.
    void closed(ventanilla::CloseReason reason);
    /// After closed(), when the transport has gone too: this object may be deleted.
    void finished();

private:
    void send(const EncodedPacket &packet);
    void onPacket(const EngineIoPacket &packet);
    void attach();
    void upgrade();
    bool isMoving() const;
    void dropCandidate();
    void giveUpBuffers();
    bool isTooMuch(const EngineIoPacket &packet);
    void reportBuffers();

    const QString m_sid;
    std::unique_ptr<Transport> m_transport;
    const HttpRequest m_request;
    const EngineContext m_context;
    Heartbeat m_heartbeat;
    BufferBudget::Share m_buffers;
    TokenBucket m_packets;
    /// Counts characters of text and bytes.
    TokenBucket m_data;
    qint64 m_payloadLimit;
    UpgradeCandidate *m_candidate = nullptr;
    /// Of the handshake's request, by this and by the transport, for as long as the session lives.
    const qint64 m_requestBytes;
    qint64 m_bytesHeld = 0;
    bool m_open = false;
};

} // namespace ventanilla
