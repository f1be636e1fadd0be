#include "engineio/engine.h"

#include "core/logging.h"
#include "engineio/websockettransport.h"
#include "net/origin.h"
#include "net/websocketupgrader.h"

#include <QRandomGenerator>

#include <array>

namespace ventanilla {

namespace {

/// The codes and words of the reference implementation, which clients show.
enum class HandshakeError {
    UnknownTransport = 0,
    UnknownSession = 1,
    BadMethod = 2,
    BadRequest = 3,
    Forbidden = 4,
    UnsupportedVersion = 5,
};

QString wordsOf(HandshakeError error)
{
    switch (error) {
    case HandshakeError::UnknownTransport: return QStringLiteral("Transport unknown");
    case HandshakeError::UnknownSession: return QStringLiteral("Session ID unknown");
    case HandshakeError::BadMethod: return QStringLiteral("Bad handshake method");
    case HandshakeError::BadRequest: return QStringLiteral("Bad request");
    case HandshakeError::Forbidden: return QStringLiteral("Forbidden");
    case HandshakeError::UnsupportedVersion: return QStringLiteral("Unsupported protocol version");
    }
    return {};
}

/// The checks in the order of the reference implementation.
std::optional<HandshakeError> handshakeError(const HttpRequest &request, const EngineConfig &config)
{
    if (request.query.queryItemValue(QStringLiteral("transport")) != u"websocket")
        return HandshakeError::UnknownTransport;
    if (!isOriginAllowed(request, config.allowedOrigins))
        return HandshakeError::Forbidden;
    if (request.query.hasQueryItem(QStringLiteral("sid")))
        return HandshakeError::UnknownSession; // only a session on another transport could be continued
    if (request.method != "GET")
        return HandshakeError::BadMethod;
    if (request.query.queryItemValue(QStringLiteral("EIO")) != u"4")
        return HandshakeError::UnsupportedVersion;
    return std::nullopt;
}

HttpResponse jsonRefusal(HandshakeError error)
{
    return HttpResponse::json(error == HandshakeError::Forbidden ? 403 : 400,
                              QJsonObject {{QStringLiteral("code"), static_cast<int>(error)},
                                           {QStringLiteral("message"), wordsOf(error)}});
}

} // namespace

Engine::Engine(const EngineConfig &config, const Clock &clock, Counters &counters, QObject *parent)
    : QObject(parent)
    , m_config(config)
    , m_clock(clock)
    , m_opened(counters.counter("ventanilla_engine_sessions_total", "Engine.IO sessions opened."))
    , m_live(counters.counter("ventanilla_engine_sessions_open", "Engine.IO sessions open now."))
{
}

Engine::~Engine()
{
    closeAll();
}

void Engine::handleRequest(const HttpRequest &request, const HttpResponder &responder) const
{
    // Whoever gets here did not ask for an upgrade, so the best it can be is a bad request.
    responder.respond(jsonRefusal(handshakeError(request, m_config).value_or(HandshakeError::BadRequest)));
}

std::optional<HttpResponse> Engine::upgradeProblem(const HttpRequest &request) const
{
    if (const auto error = handshakeError(request, m_config)) {
        qCInfo(logEngineIo).noquote()
            << "refused an upgrade from" << request.peerAddress.toString() << ':' << wordsOf(*error);
        return HttpResponse {400, "text/html; charset=utf-8", wordsOf(*error).toUtf8(), {}, true};
    }
    return WebSocketUpgrader::handshakeProblem(request);
}

void Engine::attach(QWebSocket *socket, HttpRequest request)
{
    auto *session =
        new EngineSession(makeSid(), std::make_unique<EngineWebSocketTransport>(socket, m_config.maxPayload),
                          std::move(request), m_config, m_clock, this);
    m_sessions.insert(session->sid(), session);
    m_opened.add();
    m_live.add();
    connect(session, &EngineSession::closed, this, [this, session] {
        m_sessions.remove(session->sid());
        m_live.subtract();
    });
    // The transport still has its close handshake to finish when the session is over.
    connect(session, &EngineSession::finished, session, &QObject::deleteLater);
    emit sessionCreated(session);
    session->open();
}

void Engine::closeAll()
{
    const auto sessions = m_sessions.values();
    for (EngineSession *session : sessions)
        session->close();
}

QString makeSid()
{
    std::array<quint32, 4> random {};
    QRandomGenerator::system()->fillRange(random.data(), random.size());
    const QByteArray bytes(reinterpret_cast<const char *>(random.data()), 15);
    return QString::fromLatin1(
        bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

} // namespace ventanilla
