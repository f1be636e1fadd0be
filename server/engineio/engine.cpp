#include "engineio/engine.h"

#include "core/logging.h"
#include "engineio/pollingtransport.h"
#include "engineio/websockettransport.h"
#include "net/cors.h"
#include "net/origin.h"

#include <QTcpSocket>

namespace ventanilla {

namespace {

HttpResponse tooManySessions()
{
    return HttpResponse::json(
               503,
               QJsonObject {{QStringLiteral("code"), static_cast<int>(HandshakeError::BadRequest)},
                            {QStringLiteral("message"), QStringLiteral("Too many sessions")}})
        .withHeader("Retry-After", "5");
}

/// Of a session that was judged to be there.
PollingTransport &pollingOf(const EngineSession &session)
{
    auto *transport = qobject_cast<PollingTransport *>(&session.transport());
    Q_ASSERT(transport);
    return *transport;
}

HttpResponse tooLarge()
{
    return HttpResponse {413, "text/plain; charset=UTF-8", "The payload is too large", {}, true};
}

} // namespace

Engine::Engine(const EngineConfig &config, const Clock &clock, BufferBudget &budget, Counters &counters,
               QObject *parent)
    : QObject(parent)
    , m_config(config)
    , m_context {m_config, clock, budget}
    , m_opened(counters.counter("ventanilla_engine_sessions_total", "Engine.IO sessions opened."))
    , m_live(counters.counter("ventanilla_engine_sessions_open", "Engine.IO sessions open now."))
    , m_refused(
          counters.counter("ventanilla_engine_sessions_refused_total", "Engine.IO sessions over a limit."))
    , m_upgrader({config.maxPayload, config.maxQueuedBytes},
                 [this](UpgradedSocket socket) { attach(std::move(socket)); })
    , m_peers(config.maxSessions, config.sessionsPerAddress)
{
}

Engine::~Engine()
{
    closeAll();
    // Before what they use goes.
    qDeleteAll(findChildren<EngineSession *>(Qt::FindDirectChildrenOnly));
}

HttpHandlers Engine::handlers(HttpHandlers others)
{
    HttpHandlers handlers;
    handlers.onHead = [this, others](const HttpRequest &head, const HttpResponder &responder) {
        return isFor(head) ? judgeHead(head, responder) : others.onHead(head, responder);
    };
    handlers.onRequest = [this, others](const HttpRequest &request, const HttpResponder &responder) {
        if (isFor(request))
            handleRequest(request, responder);
        else
            others.onRequest(request, responder);
    };
    handlers.upgradeProblem = [this, others](const HttpRequest &request) {
        return isFor(request) ? upgradeProblem(request) : others.upgradeProblem(request);
    };
    handlers.onUpgrade = [this, others](const HttpRequest &request, std::unique_ptr<QTcpSocket> socket) {
        if (isFor(request))
            m_upgrader.upgrade(request, std::move(socket));
        else
            others.onUpgrade(request, std::move(socket));
    };
    return handlers;
}

/// Once for each step of a request: looking at the clock again could end the session that was found.
Engine::Judgement Engine::judgeRequest(const HttpRequest &request, bool isUpgrade) const
{
    const EngineRequest asked = EngineRequest::of(request, isUpgrade);
    if (EngineSession *session = m_sessions.value(asked.sid))
        session->checkHeartbeat();
    EngineSession *session = m_sessions.value(asked.sid); // unless it ended by that
    const auto transport = session ? std::optional(session->transport().name()) : std::nullopt;
    return {judge(request, asked, transport, m_config), session};
}

Result<qint64, HttpResponse> Engine::judgeHead(const HttpRequest &head, const HttpResponder &responder) const
{
    allowOrigin(head, responder, m_config.allowedOrigins);
    if (head.method == "OPTIONS")
        return 0;
    const Judgement judged = judgeRequest(head, false);
    if (judged.problem == HandshakeError::Forbidden)
        logRefusedOrigin(head);
    if (judged.problem)
        return failure(jsonRefusal(*judged.problem));
    if (head.method != "POST")
        return 0;
    if (head.header("content-length").toLongLong() > m_config.maxPayload)
        return failure(tooLarge());
    if (!pollingOf(*judged.session).beginPost(head, responder))
        return failure(jsonRefusal(HandshakeError::BadRequest));
    return m_config.maxPayload;
}

void Engine::handleRequest(const HttpRequest &request, const HttpResponder &responder)
{
    if (request.method == "OPTIONS") {
        responder.respond(preflightResponse(request, m_config.allowedOrigins));
        return;
    }
    const EngineSession *session = m_sessions.value(EngineRequest::of(request, false).sid);
    if (!session || !session->isUpgrading() || request.method != "GET") {
        handlePolling(request, responder);
        return;
    }
    // The client may have gone over to its candidate before it sent this, and that not be read yet:
    // of sockets with something to read any comes first. At the end of this turn all were read.
    QMetaObject::invokeMethod(
        this, [this, request, responder] { handlePolling(request, responder); }, Qt::QueuedConnection);
}

void Engine::handlePolling(const HttpRequest &request, const HttpResponder &responder)
{
    // Judged again: the session may have ended while the body came.
    const Judgement judged = judgeRequest(request, false);
    if (judged.problem)
        responder.respond(jsonRefusal(*judged.problem));
    else if (!judged.session)
        openPolling(request, responder);
    else if (request.method == "POST")
        pollingOf(*judged.session).post(request, responder);
    else
        pollingOf(*judged.session).poll(responder);
}

void Engine::openPolling(const HttpRequest &request, const HttpResponder &responder)
{
    if (!m_peers.hasRoomFor(request.peerAddress)) {
        m_refused.add();
        responder.respond(tooManySessions());
        return;
    }
    auto transport = std::make_unique<PollingTransport>(m_config);
    transport->poll(responder); // takes the first packet
    openSession(std::move(transport), request);
}

std::optional<HttpResponse> Engine::upgradeProblem(const HttpRequest &request) const
{
    const Judgement judged = judgeRequest(request, true);
    if (judged.problem) {
        qCInfo(logEngineIo).noquote()
            << "refused an upgrade from" << request.peerAddress.toString() << ':' << wordsOf(*judged.problem);
        return upgradeRefusal(*judged.problem);
    }
    if (!judged.session && !m_peers.hasRoomFor(request.peerAddress)) {
        m_refused.add();
        return tooManySessions();
    }
    return WebSocketUpgrader::handshakeProblem(request);
}

void Engine::attach(UpgradedSocket socket)
{
    auto transport = std::make_unique<EngineWebSocketTransport>(socket, m_config.maxPayload);
    const QString sid = EngineRequest::of(socket.request, true).sid;
    if (sid.isEmpty())
        openSession(std::move(transport), std::move(socket.request));
    else if (EngineSession *session = m_sessions.value(sid))
        session->offerUpgrade(std::move(transport));
    else // ended since the upgrade was granted
        closeAndForget(std::move(transport), this);
}

void Engine::openSession(std::unique_ptr<Transport> transport, HttpRequest request)
{
    request.body.clear();
    auto *session = new EngineSession(makeSid(), std::move(transport), std::move(request), m_context, this);
    m_sessions.insert(session->sid(), session);
    m_peers.add(session->request().peerAddress);
    m_opened.add();
    m_live.add();
    connect(session, &EngineSession::closed, this, [this] { m_live.subtract(); });
    // The transport still has to say goodbye when the session is over.
    connect(session, &EngineSession::finished, this, [this, session] { forget(session); });
    emit sessionCreated(session);
    session->open();
}

void Engine::forget(EngineSession *session)
{
    m_sessions.remove(session->sid());
    m_peers.remove(session->request().peerAddress);
    session->deleteLater();
}

void Engine::closeAll()
{
    const auto sessions = m_sessions.values();
    for (EngineSession *session : sessions)
        session->close();
}

} // namespace ventanilla
