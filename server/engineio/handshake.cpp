#include "engineio/handshake.h"

#include "net/origin.h"

#include <QRandomGenerator>

#include <array>

namespace ventanilla {

namespace {

constexpr QStringView polling = u"polling";
constexpr QStringView websocket = u"websocket";
constexpr QStringView version = u"4";

std::optional<HandshakeError> judgeNewSession(const HttpRequest &request, const EngineRequest &asked)
{
    if (request.method != "GET")
        return HandshakeError::BadMethod;
    if (asked.isUpgrade != (asked.transport == websocket))
        return HandshakeError::BadRequest;
    if (request.queryItem(u"EIO") != version)
        return HandshakeError::UnsupportedVersion;
    return std::nullopt;
}

} // namespace

EngineRequest EngineRequest::of(const HttpRequest &request, bool isUpgrade)
{
    return {request.queryItem(u"transport").value_or(QString()),
            request.queryItem(u"sid").value_or(QString()), isUpgrade};
}

std::optional<HandshakeError> judge(const HttpRequest &request, const EngineRequest &asked,
                                    const std::optional<QString> &transportOfSession,
                                    const EngineConfig &config)
{
    if (asked.transport != polling && asked.transport != websocket)
        return HandshakeError::UnknownTransport;
    if (!isOriginAllowed(request, config.allowedOrigins))
        return HandshakeError::Forbidden;
    if (asked.sid.isEmpty())
        return judgeNewSession(request, asked);
    if (!transportOfSession)
        return HandshakeError::UnknownSession;
    if (asked.isUpgrade ? asked.transport != websocket : asked.transport != *transportOfSession)
        return HandshakeError::BadRequest;
    // What a session that is on a websocket says, it says there.
    if (!asked.isUpgrade && asked.transport != polling)
        return HandshakeError::BadRequest;
    if (request.method != "GET" && request.method != "POST")
        return HandshakeError::BadMethod;
    return std::nullopt;
}

HttpResponse jsonRefusal(HandshakeError error)
{
    return HttpResponse::json(error == HandshakeError::Forbidden ? 403 : 400,
                              QJsonObject {{QStringLiteral("code"), static_cast<int>(error)},
                                           {QStringLiteral("message"), wordsOf(error)}});
}

HttpResponse upgradeRefusal(HandshakeError error)
{
    return HttpResponse {400, "text/html; charset=utf-8", wordsOf(error).toUtf8(), {}, true};
}

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

QString makeSid()
{
    std::array<quint32, 4> random {};
    QRandomGenerator::system()->fillRange(random.data(), random.size());
    const QByteArray bytes(reinterpret_cast<const char *>(random.data()), 15);
    return QString::fromLatin1(
        bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

} // namespace ventanilla
