#pragma once

#include "auth/authenticator.h"
#include "net/httpconnection.h"

#include <functional>

namespace ventanilla {

/// Lets a request through to its handler only with a good token of the right role, and otherwise
/// answers it with the statuses and texts of PROTOCOL.md, HTTP.
class RequestAuth
{
public:
    using Handler = std::function<void(const Identity &)>;

    explicit RequestAuth(Authenticator &authenticator);

    /// Any role: 401 without a token.
    void anyone(const HttpRequest &request, const HttpResponder &responder, Handler handler) const;
    /// End users only: 401 without a token.
    void usersOnly(const HttpRequest &request, const HttpResponder &responder, Handler handler) const;
    /// Support staff only: 403 without a token.
    void adminsOnly(const HttpRequest &request, const HttpResponder &responder, Handler handler) const;

private:
    void check(const HttpRequest &request, const HttpResponder &responder, const HttpResponse &noToken,
               Handler handler) const;

    Authenticator &m_authenticator;
};

// Answers that several endpoints give.
HttpResponse badRequest(const QString &text);
HttpResponse originRefused(const HttpRequest &request);
HttpResponse tooManyAttempts(qint64 waitMs);
/// The account and its token, which the browser gets as a cookie too.
HttpResponse signedInAnswer(const SignedIn &signedIn, qint64 lifetimeSeconds);
/// `Set-Cookie`; an empty token with no age takes the cookie away.
QByteArray tokenCookie(const QByteArray &token, qint64 maxAgeSeconds);
/// Too much of the kind is being done or waits already.
HttpResponse tooBusy();
HttpResponse internalError(const QString &text = QStringLiteral("Error interno"));

} // namespace ventanilla
