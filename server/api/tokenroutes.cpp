#include "api/tokenroutes.h"

#include "api/requesttoken.h"
#include "core/logging.h"
#include "net/origin.h"

namespace ventanilla {

namespace {

HttpResponse answerTo(const Result<RenewedToken, WireError> &renewed)
{
    if (renewed)
        return signedInAnswer(renewed->signedIn, renewed->lifetimeSeconds);
    const WireError &error = renewed.error();
    switch (error.code) {
    case ErrorCode::TooFast: return tooManyAttempts(error.retryAfterMs.value_or(0));
    case ErrorCode::Internal: return internalError();
    default: return HttpResponse::error(403, error.message, toWire(error.code));
    }
}

} // namespace

TokenRoutes::TokenRoutes(QStringList allowedOrigins, Authenticator &authenticator, RevokedTokens &revoked,
                         RevocationKeeper &keeper, TokenRenewal &renewal)
    : m_allowedOrigins(std::move(allowedOrigins))
    , m_authenticator(authenticator)
    , m_auth(authenticator)
    , m_revoked(revoked)
    , m_keeper(keeper)
    , m_renewal(renewal)
{
}

void TokenRoutes::addTo(Router &router)
{
    router.add(
        "POST", QStringLiteral("/auth/renovar"),
        [this](const HttpRequest &request, const HttpResponder &responder) { renew(request, responder); });
    for (const char *method : {"GET", "POST"}) {
        router.add(method, QStringLiteral("/logout"),
                   [this](const HttpRequest &request, const HttpResponder &responder) {
                       signOut(request, responder);
                   });
    }
}

void TokenRoutes::renew(const HttpRequest &request, const HttpResponder &responder)
{
    if (!isOriginAllowed(request, m_allowedOrigins)) {
        responder.respond(originRefused(request));
        return;
    }
    m_auth.anyone(request, responder, [this, responder](const Identity &identity) {
        m_renewal.renew(identity, [responder](const Result<RenewedToken, WireError> &renewed) {
            responder.respond(answerTo(renewed));
        });
    });
}

void TokenRoutes::signOut(const HttpRequest &request, const HttpResponder &responder)
{
    // A link on another site must not sign anybody out.
    const bool fromElsewhere = request.method == "POST" ? !isOriginAllowed(request, m_allowedOrigins)
                                                        : request.header("sec-fetch-site") == "cross-site";
    if (fromElsewhere) {
        responder.respond(originRefused(request));
        return;
    }
    const HttpResponse done = HttpResponse::noContent().withHeader("Set-Cookie", tokenCookie({}, 0));
    const auto signOut = m_authenticator.signOutOf(presentedToken(request));
    if (!signOut) {
        responder.respond(done); // nothing that could be used is left
        return;
    }
    m_revoked.add(signOut->chain);
    qCInfo(logAuth).noquote() << "signed out:" << forLog(signOut->username);
    m_keeper.keep(signOut->chain, [done, responder](const Result<Done, StoreError> &kept) {
        responder.respond(kept ? done : internalError());
    });
}

} // namespace ventanilla
