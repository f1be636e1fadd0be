#include "app/serverparts.h"

#include "net/cors.h"

#include <QTcpSocket>

#include <sys/resource.h>

namespace ventanilla {

namespace {

/// Raises the process's limit of descriptors as far as it may, and returns how many connections that
/// allows; some are left for files.
qint64 raiseDescriptorLimit()
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

EngineConfig engineConfig(const ServerConfig &config, qint64 maxConnections)
{
    EngineConfig engine;
    engine.pingIntervalMs = config.pingIntervalMs;
    engine.pingTimeoutMs = config.pingTimeoutMs;
    engine.upgradeTimeoutMs = config.upgradeTimeoutMs;
    engine.maxPayload = config.maxPayload;
    engine.maxQueuedBytes = config.maxQueued;
    engine.packetRate = config.packetRate;
    engine.packetBurst = config.packetBurst;
    engine.dataRate = config.dataRate;
    engine.dataBurst = std::max(config.dataBurst, static_cast<double>(config.maxPayload));
    // A session over polling has no connection of its own to be counted.
    engine.maxSessions = maxConnections;
    engine.sessionsPerAddress = config.connectionsPerAddress;
    engine.allowedOrigins = config.allowedOrigins;
    return engine;
}

ListenerConfig listenerConfig(const ServerConfig &config, qint64 maxConnections)
{
    ListenerConfig listener;
    listener.maxConnections = maxConnections;
    listener.connectionsPerAddress = config.connectionsPerAddress;
    listener.http.limits.headBytes = config.maxHead;
    listener.http.limits.bodyBytes = config.maxPayload;
    listener.http.requestTimeoutMs = static_cast<int>(config.requestTimeoutMs);
    listener.http.idleTimeoutMs = static_cast<int>(config.idleTimeoutMs);
    listener.http.writeTimeoutMs = static_cast<int>(config.writeTimeoutMs);
    return listener;
}

} // namespace

ServerParts::ServerParts(const ServerFoundation &on, const StoreInfo &info)
    : m_maxConnections(on.config.maxConnections.value_or(raiseDescriptorLimit()))
    , m_accounts(on.store, info.accountChange)
    , m_revoked(info.revokedTokens, on.clock)
    , m_revocationKeeper(on.store, on.clock)
    , m_authenticator({on.secret, on.config.tokenLifetimeSeconds, on.config.accountsFromTokens}, on.store,
                      m_accounts, m_revoked, on.clock)
    , m_renewal(m_authenticator, on.clock)
    , m_throttle(on.clock)
    , m_buffers(on.config.maxBuffered, on.counters)
    , m_engine(engineConfig(on.config, m_maxConnections), on.clock, m_buffers, on.counters)
    , m_socketIo(static_cast<int>(on.config.connectTimeoutMs))
    , m_broadcaster(m_socketIo.of(QStringLiteral("/")).rooms())
    , m_cursor(info.cursor)
    , m_presence(m_broadcaster, on.clock, on.config.presenceGraceMs)
    , m_messages(on.store, m_accounts, m_broadcaster, m_cursor, on.clock, on.counters,
                 {on.config.usersMayWriteToUsers})
    , m_reads(on.store, m_broadcaster, m_cursor, on.counters)
    , m_typing(m_accounts, m_broadcaster)
    , m_conversations(on.store, m_presence)
    , m_eventHandlers({m_messages, m_reads, m_typing}, on.clock, on.config.messageLength)
    , m_gateway(m_socketIo.of(QStringLiteral("/")),
                {m_authenticator, m_cursor, m_presence, m_eventHandlers, m_broadcaster, m_renewal},
                {info.epoch,
                 {on.config.messageLength, on.config.maxPayload},
                 on.config.messageRate,
                 on.config.messageBurst},
                on.counters)
    , m_requestAuth(m_authenticator)
    , m_authRoutes({on.config.allowedOrigins, on.config.tokenLifetimeSeconds}, m_authenticator, on.store,
                   m_accounts, m_passwordWorkers, m_throttle)
    , m_tokenRoutes(on.config.allowedOrigins, m_authenticator, m_revoked, m_revocationKeeper, m_renewal)
    , m_registrationRoute(on.config.allowedOrigins, on.store, m_passwordWorkers)
    , m_historyRoutes({on.config.historyRows, on.config.usersMayWriteToUsers}, m_requestAuth, on.store,
                      m_accounts)
    , m_conversationRoutes(m_requestAuth, m_conversations)
    , m_syncRoutes(on.config.usersMayWriteToUsers, m_requestAuth, m_conversations)
    , m_presenceRoutes(m_requestAuth, m_presence)
    , m_metricsRoute(on.counters)
    , m_listener(listenerConfig(on.config, m_maxConnections), httpHandlers(), m_buffers, on.counters)
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
    connect(&m_revoked, &RevokedTokens::superseded, &m_revocationKeeper, &RevocationKeeper::keepLater);
    connect(&m_engine, &Engine::sessionCreated, &m_socketIo, &SocketIoServer::accept);

    m_authRoutes.addTo(m_router);
    m_tokenRoutes.addTo(m_router);
    if (config.registration)
        m_registrationRoute.addTo(m_router);
    m_historyRoutes.addTo(m_router);
    m_conversationRoutes.addTo(m_router);
    m_syncRoutes.addTo(m_router);
    m_presenceRoutes.addTo(m_router);
    m_metricsRoute.addTo(m_router);
}

void ServerParts::serve(const ClientScript &script)
{
    script.addTo(m_router, m_engine.config().path + QStringLiteral("socket.io.js"));
}

HttpHandlers ServerParts::httpHandlers()
{
    HttpHandlers others;
    const QStringList &origins = m_engine.config().allowedOrigins;
    others.onHead = [this, origins](const HttpRequest &head, const HttpResponder &responder) {
        allowOrigin(head, responder, origins);
        return Result<qint64, HttpResponse>(m_engine.config().maxPayload);
    };
    others.onRequest = [this, origins](const HttpRequest &request, const HttpResponder &responder) {
        if (request.method == "OPTIONS")
            responder.respond(preflightResponse(request, origins));
        else
            m_router.handle(request, responder);
    };
    others.upgradeProblem = [](const HttpRequest &) { return std::optional(Router::notFound()); };
    others.onUpgrade = [](const HttpRequest &, const std::unique_ptr<QTcpSocket> &) {};
    return m_engine.handlers(std::move(others));
}

} // namespace ventanilla
