#include "conformance-server/conformanceserver.h"

#include <QTcpSocket>

namespace ventanilla {

namespace {

HttpResponse notFound()
{
    return {404, {}, {}, {}, false};
}

} // namespace

EngineConfig ConformanceServer::defaultConfig()
{
    EngineConfig config;
    config.pingIntervalMs = 300;
    config.pingTimeoutMs = 200;
    config.maxPayload = 1'000'000;
    config.allowedOrigins = QStringList(QStringLiteral("*"));
    return config;
}

ConformanceServer::ConformanceServer(Mode mode, const EngineConfig &config, QObject *parent)
    : QObject(parent)
    , m_budget(0, m_counters)
    , m_socketIo(connectTimeoutMs)
    , m_engine(config, m_clock, m_budget, m_counters)
{
    if (mode == Mode::Engine) {
        echoMessages();
        return;
    }
    connect(&m_engine, &Engine::sessionCreated, &m_socketIo, &SocketIoServer::accept);
    serveNamespace(QStringLiteral("/"));
    serveNamespace(QStringLiteral("/custom"));
}

ConformanceServer::~ConformanceServer() = default;

bool ConformanceServer::listen(const QHostAddress &address, quint16 port)
{
    HttpHandlers others;
    others.onHead = [](const HttpRequest &, const HttpResponder &) {
        return Result<qint64, HttpResponse>(failure(notFound()));
    };
    others.upgradeProblem = [](const HttpRequest &) { return std::optional(notFound()); };
    m_listeners.push_back(
        std::make_unique<Listener>(ListenerConfig {}, m_engine.handlers(others), m_budget, m_counters));
    return m_listeners.back()->listen(address, port);
}

void ConformanceServer::echoMessages()
{
    connect(&m_engine, &Engine::sessionCreated, this, [](EngineSession *session) {
        connect(session, &EngineSession::messageReceived, session,
                [session](const QString &text) { session->sendEncoded(EngineSession::encodeMessage(text)); });
        connect(session, &EngineSession::binaryReceived, session, &EngineSession::sendBinary);
    });
}

void ConformanceServer::serveNamespace(const QString &name)
{
    Namespace &nsp = m_socketIo.of(name);
    nsp.onConnect([](Socket &socket) { socket.emitEvent(u"auth", {socket.auth()}); });
    nsp.onEvent(u"message", [](Socket &socket, const EventArguments &arguments, const AckFunction &) {
        socket.emitEvent(u"message-back", arguments);
    });
    nsp.onEvent(u"message-with-ack", [](Socket &, const EventArguments &arguments, const AckFunction &ack) {
        if (ack)
            ack(arguments);
    });
}

} // namespace ventanilla
