#include "api/requestauth.h"

#include "api/requesttoken.h"
#include "net/origin.h"

namespace ventanilla {

namespace {

HttpResponse notAuthenticated()
{
    return HttpResponse::error(401, QStringLiteral("No autenticado"), toWire(ErrorCode::NotAuthenticated));
}

/// Lets only identities of this role through.
RequestAuth::Handler forRole(Role role, const QString &refusal, const HttpResponder &responder,
                             RequestAuth::Handler handler)
{
    return [=, handler = std::move(handler)](const Identity &identity) {
        if (identity.role == role)
            handler(identity);
        else
            responder.respond(HttpResponse::error(403, refusal, toWire(ErrorCode::PermissionDenied)));
    };
}

} // namespace

RequestAuth::RequestAuth(Authenticator &authenticator)
    : m_authenticator(authenticator)
{
}

void RequestAuth::anyone(const HttpRequest &request, const HttpResponder &responder, Handler handler) const
{
    check(request, responder, notAuthenticated(), std::move(handler));
}

void RequestAuth::usersOnly(const HttpRequest &request, const HttpResponder &responder, Handler handler) const
{
    check(request, responder, notAuthenticated(),
          forRole(Role::User, QStringLiteral("Acceso solo para usuarios"), responder, std::move(handler)));
}

void RequestAuth::adminsOnly(const HttpRequest &request, const HttpResponder &responder,
                             Handler handler) const
{
    check(request, responder,
          HttpResponse::error(403, QStringLiteral("Acceso denegado"), toWire(ErrorCode::NotAuthenticated)),
          forRole(Role::Admin, QStringLiteral("Acceso solo para administradores"), responder,
                  std::move(handler)));
}

void RequestAuth::check(const HttpRequest &request, const HttpResponder &responder,
                        const HttpResponse &noToken, Handler handler) const
{
    m_authenticator.authenticate(
        presentedToken(request),
        [responder, noToken, handler = std::move(handler)](const Result<Identity, ErrorCode> &who) {
            if (who)
                handler(*who);
            else if (who.error() == ErrorCode::NotAuthenticated || who.error() == ErrorCode::TokenMissing)
                responder.respond(noToken);
            else if (who.error() == ErrorCode::Internal)
                responder.respond(internalError());
            else
                responder.respond(
                    HttpResponse::error(403, QStringLiteral("Token inválido"), toWire(who.error())));
        });
}

HttpResponse badRequest(const QString &text)
{
    return HttpResponse::error(400, text, toWire(ErrorCode::InvalidData));
}

HttpResponse originRefused(const HttpRequest &request)
{
    logRefusedOrigin(request);
    return HttpResponse::error(403, QStringLiteral("Origen no permitido"),
                               toWire(ErrorCode::PermissionDenied));
}

HttpResponse tooManyAttempts(qint64 waitMs)
{
    return HttpResponse::error(429, QStringLiteral("Demasiados intentos"), toWire(ErrorCode::TooFast))
        .withHeader("Retry-After", QByteArray::number((waitMs + 999) / 1000));
}

HttpResponse signedInAnswer(const SignedIn &signedIn, qint64 lifetimeSeconds)
{
    return HttpResponse::json(200, signedIn.toJson())
        .withHeader("Set-Cookie", tokenCookie(signedIn.token.toLatin1(), lifetimeSeconds));
}

QByteArray tokenCookie(const QByteArray &token, qint64 maxAgeSeconds)
{
    return "token=" + token
        + "; HttpOnly; SameSite=Lax; Path=/; Max-Age=" + QByteArray::number(maxAgeSeconds);
}

HttpResponse tooBusy()
{
    return HttpResponse::error(503, QStringLiteral("El servidor está ocupado"), toWire(ErrorCode::TooFast))
        .withHeader("Retry-After", "5");
}

HttpResponse internalError(const QString &text)
{
    return HttpResponse::error(500, text, toWire(ErrorCode::Internal));
}

} // namespace ventanilla
