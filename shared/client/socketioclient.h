#pragma once

#include "client/clienttransport.h"
#include "protocol/engineiopacket.h"
#include "protocol/socketiopacket.h"
#include "protocol/wireerror.h"

#include <QHash>
#include <QJsonArray>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>
#include <memory>

namespace ventanilla {

/// The client side of Engine.IO 4 and Socket.IO 5, as far as this project speaks them: websocket
/// transport, main namespace, no binary. Owns the transport, handles one connection at a time and
/// never reconnects by itself. Lives on one thread. Whatever the server sends that the protocol
/// does not allow ends the connection as TransportFailure::Protocol.
class SocketIoClient : public QObject
{
    Q_OBJECT

public:
    /// Gets the first argument of the acknowledgement, undefined if it has none. Is not called if
    /// the connection ends first.
    using Ack = std::function<void(const QJsonValue &)>;

    /// `connectTimeout` spans from open() to connected().
    SocketIoClient(std::unique_ptr<ClientTransport> transport, std::chrono::milliseconds connectTimeout,
                   QObject *parent = nullptr);
    ~SocketIoClient() override;

    /// Ends in one of `connected`, `refused` and `closed`. An earlier connection is dropped without
    /// a signal.
    void open(const QUrl &server, const QString &token);
    /// Says good-bye and ends the connection. No signal follows.
    void close();
    /// Only between `connected` and `closed`; dropped otherwise.
    void emitEvent(QStringView name, const QJsonArray &arguments, const Ack &ack = {});

signals:
    /// The token is on its way.
    void authenticating();
    void connected();
    /// The server did not let us in; the connection is closed already.
    void refused(const ventanilla::WireError &error);
    void eventReceived(const QString &name, const QJsonArray &arguments);
    void closed(ventanilla::TransportFailure failure, const QString &detail);

private:
    enum class Phase { Idle, Opening, AwaitingHandshake, AwaitingConnect, Connected };

    void onTransportOpened();
    void onText(const QString &text);
    void onOpenPacket(const QString &payload);
    void onPacket(const SocketIoPacket &packet);
    void onConnectError(const QJsonObject &data);
    void onEvent(QJsonArray data);
    void onAck(qint64 id, const QJsonArray &arguments);
    void onSilence();
    void onConnectTimeout();
    void send(const SocketIoPacket &packet);
    void end(TransportFailure failure, const QString &detail);
    void breach(const QString &detail);
    void becomeIdle();

    std::unique_ptr<ClientTransport> m_transport;
    Phase m_phase = Phase::Idle;
    QString m_token;
    QHash<qint64, Ack> m_acks;
    qint64 m_lastAckId = 0;
    QTimer m_connectTimer;
    /// Runs out when the server has been silent for longer than its heartbeat allows.
    QTimer m_silenceTimer;
};

} // namespace ventanilla
