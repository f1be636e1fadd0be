#pragma once

#include "api/authroutes.h"
#include "api/clientscript.h"
#include "api/conversationroutes.h"
#include "api/historyroutes.h"
#include "api/metricsroute.h"
#include "api/presenceroutes.h"
#include "api/registrationroute.h"
#include "api/syncroutes.h"
#include "api/tokenroutes.h"
#include "app/chatgateway.h"
#include "app/roombroadcaster.h"
#include "app/serverconfig.h"
#include "auth/revocationkeeper.h"
#include "auth/revokedtokens.h"
#include "engineio/engine.h"
#include "net/listener.h"
#include "net/router.h"
#include "socketio/socketioserver.h"

namespace ventanilla {

/// What the parts are built from.
struct ServerFoundation {
    const ServerConfig &config;
    const QByteArray &secret;
    const Clock &clock;
    Counters &counters;
    ChatStore &store;
};

/// The server's parts, each declared behind what it uses, so that they are built in that order and
/// go in the reverse one. Wires signals and handlers; decides nothing.
class ServerParts : public QObject
{
    Q_OBJECT

public:
    ServerParts(const ServerFoundation &foundation, const StoreInfo &info);
    ~ServerParts() override;

    Engine &engine() { return m_engine; }
    Listener &listener() { return m_listener; }
    /// Before it listens.
    void serve(const ClientScript &script);

private:
    void wire(const ServerConfig &config);
    HttpHandlers httpHandlers();

    const qint64 m_maxConnections;

    // Authentication
    AccountDirectory m_accounts;
    RevokedTokens m_revoked;
    RevocationKeeper m_revocationKeeper;
    Authenticator m_authenticator;
    TokenRenewal m_renewal;
    PasswordWorkers m_passwordWorkers;
    LoginThrottle m_throttle;

    // The Socket.IO server
    BufferBudget m_buffers;
    Engine m_engine;
    SocketIoServer m_socketIo;
    RoomBroadcaster m_broadcaster;

    // The chat
    DeliveredCursor m_cursor;
    PresenceService m_presence;
    MessageService m_messages;
    ReadService m_reads;
    TypingService m_typing;
    ConversationService m_conversations;
    EventHandlers m_eventHandlers;
    ChatGateway m_gateway;

    // HTTP
    RequestAuth m_requestAuth;
    AuthRoutes m_authRoutes;
    TokenRoutes m_tokenRoutes;
    RegistrationRoute m_registrationRoute;
    HistoryRoutes m_historyRoutes;
    ConversationRoutes m_conversationRoutes;
    SyncRoutes m_syncRoutes;
    PresenceRoutes m_presenceRoutes;
    MetricsRoute m_metricsRoute;
    Router m_router;

    // The network
    Listener m_listener;
};

} // namespace ventanilla
