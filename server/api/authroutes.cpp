#include "api/authroutes.h"

#include "api/formrequest.h"
#include "api/requestauth.h"
#include "api/requesttoken.h"
#include "core/logging.h"
#include "net/origin.h"
#include "net/peerlimit.h"

#include <QTimer>

namespace ventanilla {

namespace {

// Longer than any hash takes that is in use: bcrypt with cost 12 about 200 ms.
constexpr int refusalMs = 250;

// Of a name or a password, in UTF-16 units: what libxcrypt hashes at most, and longer than any name.
// Both are kept while the password is verified, and names while their failures count.
constexpr qsizetype longestField = 512;

QByteArray tokenCookie(const QByteArray &token, qint64 maxAgeSeconds)
{
    return "token=" + token
        + "; HttpOnly; SameSite=Lax; Path=/; Max-Age=" + QByteArray::number(maxAgeSeconds);
}

/// The same words and the same time whether or not there is such an account.
HttpResponse wrongCredentials()
{
    return HttpResponse::error(401, QStringLiteral("Usuario o contraseña incorrectos"),
                               toWire(ErrorCode::NotAuthenticated));
}

HttpResponse throttled(qint64 waitMs)
{
    return HttpResponse::error(429, QStringLiteral("Demasiados intentos"), toWire(ErrorCode::TooFast))
        .withHeader("Retry-After", QByteArray::number((waitMs + 999) / 1000));
}

} // namespace

AuthRoutes::AuthRoutes(AuthRoutesConfig config, Authenticator &authenticator, ChatStore &store,
                       AccountDirectory &accounts, RevokedTokens &revoked, PasswordWorkers &workers,
                       LoginThrottle &throttle)
    : m_config(std::move(config))
    , m_authenticator(authenticator)
    , m_store(store)
    , m_accounts(accounts)
    , m_revoked(revoked)
    , m_workers(workers)
    , m_throttle(throttle)
{
}

void AuthRoutes::addTo(Router &router)
{
    router.add(
        "POST", QStringLiteral("/auth"),
        [this](const HttpRequest &request, const HttpResponder &responder) { signIn(request, responder); });
    for (const char *method : {"GET", "POST"}) {
        router.add(method, QStringLiteral("/logout"),
                   [this](const HttpRequest &request, const HttpResponder &responder) {
                       signOut(request, responder);
                   });
    }
}

void AuthRoutes::signIn(const HttpRequest &request, const HttpResponder &responder)
{
    const auto fields = acceptForm(request, responder, m_config.allowedOrigins);
    if (!fields)
        return;
    const QString username = fields->value(QStringLiteral("user"));
    const QString password = fields->value(QStringLiteral("pass"));
    if (username.isEmpty() || password.isEmpty()) {
        responder.respond(badRequest(QStringLiteral("Faltan usuario o contraseña")));
        return;
    }
    if (username.size() > longestField || password.size() > longestField) {
        responder.respond(badRequest(QStringLiteral("Usuario o contraseña demasiado largos")));
        return;
    }
    if (const auto waitMs = m_throttle.begin(username, networkOf(request.peerAddress))) {
        qCWarning(logAuth).noquote() << "sign-in throttled for" << forLog(username) << "from"
                                     << request.peerAddress.toString();
        responder.respond(throttled(*waitMs));
        return;
    }
    verify({username, password, request.peerAddress, responder, QDeadlineTimer(refusalMs)});
}

void AuthRoutes::verify(const Attempt &attempt)
{
    m_store.findAccount(attempt.username,
                        [this, attempt](const Result<std::optional<AccountWithHash>, StoreError> &found) {
                            if (!found) {
                                giveUp(attempt, internalError());
                                return;
                            }
                            const QByteArray hash = *found ? (*found)->passwordHash : QByteArray();
                            const bool accepted =
                                m_workers.verify(attempt.password, hash, [this, attempt, hash](bool matches) {
                                    if (matches)
                                        confirm(attempt, hash);
                                    else
                                        refuse(attempt);
                                });
                            if (!accepted)
                                giveUp(attempt, throttled(1000));
                        });
}

/// Reads the account once more: while the password was being verified it may have been disabled, or
/// have got another password.
void AuthRoutes::confirm(const Attempt &attempt, const QByteArray &verifiedHash)
{
    m_store.findAccount(
        attempt.username,
        [this, attempt, verifiedHash](const Result<std::optional<AccountWithHash>, StoreError> &found) {
            if (!found)
                giveUp(attempt, internalError());
            else if (*found && (*found)->passwordHash == verifiedHash
                     && (*found)->account.state == AccountState::Active)
                accept(attempt, (*found)->account);
            else
                refuse(attempt);
        });
}

void AuthRoutes::accept(const Attempt &attempt, const Account &account)
{
    m_throttle.succeeded(attempt.username, networkOf(attempt.address));
    m_accounts.remember(account);
    const SignedIn signedIn = m_authenticator.issueToken(account);
    qCInfo(logAuth).noquote() << "signed in:" << forLog(signedIn.username);
    attempt.responder.respond(
        HttpResponse::json(200, signedIn.toJson())
            .withHeader("Set-Cookie", tokenCookie(signedIn.token.toLatin1(), m_config.tokenLifetimeSeconds)));
}

void AuthRoutes::refuse(const Attempt &attempt)
{
    qCInfo(logAuth).noquote() << "sign-in refused for" << forLog(attempt.username) << "from"
                              << attempt.address.toString();
    QTimer::singleShot(static_cast<int>(attempt.refusalDue.remainingTime()),
                       [responder = attempt.responder] { responder.respond(wrongCredentials()); });
}

/// It could not be judged, through no fault of the client's.
void AuthRoutes::giveUp(const Attempt &attempt, const HttpResponse &response)
{
    m_throttle.withdrawn(attempt.username, networkOf(attempt.address));
    attempt.responder.respond(response);
}

void AuthRoutes::signOut(const HttpRequest &request, const HttpResponder &responder)
{
    // A link on another site must not sign anybody out.
    const bool fromElsewhere = request.method == "POST" ? !isOriginAllowed(request, m_config.allowedOrigins)
                                                        : request.header("sec-fetch-site") == "cross-site";
    if (fromElsewhere) {
        responder.respond(originRefused(request));
        return;
    }
    const HttpResponse done = HttpResponse::noContent().withHeader("Set-Cookie", tokenCookie({}, 0));
    m_authenticator.authenticate(
        presentedToken(request), [this, done, responder](const Result<Identity, ErrorCode> &who) {
            if (!who) {
                responder.respond(done); // nothing that could be used is left
                return;
            }
            const RevokedToken token {who->tokenFingerprint, who->tokenExpiresAt};
            m_revoked.add(token);
            qCInfo(logAuth).noquote() << "signed out:" << forLog(who->username);
            m_store.revokeToken(token, [done, responder](const Result<Done, StoreError> &kept) {
                if (!kept)
                    qCCritical(logAuth).noquote()
                        << "a revoked token could not be stored:" << kept.error().message;
                responder.respond(kept ? done : internalError());
            });
        });
}

} // namespace ventanilla
