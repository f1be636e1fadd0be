#include "app/serverparts.h"

#include <QTcpSocket>
#include <QWebSocket>

#include <sys/resource.h>

namespace ventanilla {

namespace {

EngineConfig engineConfig(const ServerConfig &config)
{
    EngineConfig engine;
    engine.pingIntervalMs = config.pingIntervalMs;
    engine.pingTimeoutMs = config.pingTimeoutMs;
    engine.maxPayload = config.maxPayload;
    engine.allowedOrigins = config.allowedOrigins;
    return engine;
}

/// Raises the process's limit of descriptors as far as it may and leaves some for files.
qint64 connectionsThatDescriptorsAllow()
{
    constexpr rlim_t reserve = 256;
    rlimit limit {};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return 0;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    ::getrlimit(RLIMIT_NOFILE, &limit);
    return limit.rlim_cur > reserve ? static_cast<qint64>(limit.rlim_cur - reserve) : 1;
}

ListenerConfig listenerConfig(const ServerConfig &config)
{
    ListenerConfig listener;
    listener.maxConnections = config.maxConnections.value_or(connectionsThatDescriptorsAllow());
    listener.connectionsPerAddress = config.connectionsPerAddress;
    listener.http.limits.bodyBytes = config.maxPayload;
    return listener;
}

} // namespace

ServerParts::ServerParts(const ServerFoundation &on, const StoreInfo &info)
    : m_accounts(on.store, info.accountChange)
    , m_revoked(info.revokedTokens, on.clock)
    , m_authenticator({on.secret, on.config.tokenLifetimeSeconds, on.config.accountsFromTokens}, on.store,
                      m_accounts, m_revoked, on.clock)
    , m_throttle(on.clock)
    , m_engine(engineConfig(on.config), on.clock, on.counters)
    , m_socketIo(static_cast<int>(on.config.connectTimeoutMs))
    , m_broadcaster(m_socketIo.of(QStringLiteral("/")).rooms())
    , m_presence(m_broadcaster)
    , m_messages(on.store, m_accounts, m_broadcaster, on.clock, on.counters, {on.config.usersMayWriteToUsers},
                 info.cursor)
    , m_conversations(on.store, m_presence)
    , m_eventHandlers(m_messages, on.clock, on.config.messageLength)
    , m_gateway(m_socketIo.of(QStringLiteral("/")),
                {m_authenticator, m_messages, m_presence, m_eventHandlers, m_broadcaster},
                {info.epoch,
                 {on.config.messageLength, on.config.maxPayload},
                 on.config.messageRate,
                 on.config.messageBurst},
                on.counters)
    , m_requestAuth(m_authenticator)
    , m_authRoutes({on.config.allowedOrigins, on.config.tokenLifetimeSeconds}, m_authenticator, on.store,
                   m_accounts, m_revoked, m_passwordWorkers, m_throttle)
    , m_registrationRoute(on.config.allowedOrigins, on.store, m_passwordWorkers)
    , m_historyRoutes({on.config.historyRows, on.config.usersMayWriteToUsers}, m_requestAuth, on.store,
                      m_accounts)
    , m_conversationRoutes(m_requestAuth, m_conversations)
    , m_upgrader(
          {on.config.maxPayload, m_engine.config().maxQueuedBytes},
          [this](QWebSocket *socket, HttpRequest request) { m_engine.attach(socket, std::move(request)); })
    , m_listener(listenerConfig(on.config), httpHandlers(), on.counters)
{
    wire(on.config);
}

ServerParts::~ServerParts()
{
    // Sessions end while everything that their end concerns is still there.
    m_engine.closeAll();
}

void ServerParts::wire(const ServerConfig &config)
{
    connect(&m_accounts, &AccountDirectory::accountChanged, &m_gateway, &ChatGateway::onAccountChanged);
    connect(&m_revoked, &RevokedTokens::revoked, &m_gateway, &ChatGateway::onTokenRevoked);
    connect(&m_engine, &Engine::sessionCreated, &m_socketIo, &SocketIoServer::accept);

    m_authRoutes.addTo(m_router);
    if (config.registration)
        m_registrationRoute.addTo(m_router);
    m_historyRoutes.addTo(m_router);
    m_conversationRoutes.addTo(m_router);
    for (const char *method : {"GET", "POST", "PUT"}) {
        m_router.add(method, m_engine.config().path,
                     [this](const HttpRequest &request, const HttpResponder &responder) {
                         m_engine.handleRequest(request, responder);
                     });
    }
}

HttpHandlers ServerParts::httpHandlers()
{
    return {
        [this](const HttpRequest &request, const HttpResponder &responder) {
            m_router.handle(request, responder);
        },
        [this](HttpRequest request, std::unique_ptr<QTcpSocket> socket) {
            m_upgrader.upgrade(std::move(request), std::move(socket));
        },
        [this](const HttpRequest &request) -> std::optional<HttpResponse> {
            if (request.path != m_engine.config().path)
                return HttpResponse::error(404, QStringLiteral("No encontrado"), toWire(ErrorCode::NotFound));
            return m_engine.upgradeProblem(request);
        },
    };
}

} // namespace ventanilla
