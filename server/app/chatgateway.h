#pragma once

#include "app/roombroadcaster.h"
#include "auth/authenticator.h"
#include "auth/tokenrenewal.h"
#include "chat/eventhandlers.h"
#include "chat/presenceservice.h"
#include "core/counters.h"
#include "protocol/limits.h"
#include "socketio/namespace.h"

#include <QHash>
#include <QObject>

namespace ventanilla {

/// What the gateway connects to the wire.
struct ChatServices {
    Authenticator &authenticator;
    const DeliveredCursor &cursor;
    PresenceService &presence;
    EventHandlers &handlers;
    RoomBroadcaster &broadcaster;
    TokenRenewal &renewal;
};

struct ChatGatewayConfig {
    QString epoch;
    Limits limits;
    double messageRate = 10;
    double messageBurst = 100;
};

/// Puts the chat on a Socket.IO namespace: judges who connects, keeps a Session for each socket,
/// joins the rooms, hands events to their handlers, and ends sessions whose account or token is no
/// longer good. Lives on the network's thread; what it is given must outlive it.
class ChatGateway : public QObject
{
    Q_OBJECT

public:
    ChatGateway(Namespace &nsp, const ChatServices &services, ChatGatewayConfig config, Counters &counters,
                QObject *parent = nullptr);

    // Connected to AccountDirectory::accountChanged and RevokedTokens::revoked.
    void onAccountChanged(const Account &before, const Account &after);
    void onTokenRevoked(const QByteArray &chain);

private:
    using Handler = void (EventHandlers::*)(Session &, const QJsonArray &,
                                            const EventHandlers::Acknowledge &);

    /// Hands events of this name, of sockets that have joined, to this handler.
    void handle(QStringView event, Handler handler);
    void judge(Socket &candidate, const Namespace::Verdict &verdict);
    void onConnected(Socket &socket);
    void onDisconnected(Socket &socket, const QString &reason);
    void renewToken(Socket &socket, const AckFunction &ack);
    void endSessions(const std::function<bool(const Session &)> &isOver);

    Namespace &m_namespace;
    const ChatServices m_services;
    const ChatGatewayConfig m_config;
    Counter &m_connected;
    Counter &m_rejected;
    /// Of the sockets that have joined.
    QHash<Socket *, Session> m_sessions;
};

} // namespace ventanilla
