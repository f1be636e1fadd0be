#include "api/authroutes.h"

#include "api/formrequest.h"
#include "api/requestauth.h"
#include "core/logging.h"
#include "net/peerlimit.h"

#include <QTimer>

namespace ventanilla {

namespace {

// Longer than any hash takes that is in use: bcrypt with cost 12 about 200 ms.
constexpr int refusalMs = 250;

// Of a name or a password, in UTF-16 units: what libxcrypt hashes at most, and longer than any name.
// Both are kept while the password is verified, and names while their failures count.
constexpr qsizetype longestField = 512;

/// The same words and the same time whether or not there is such an account.
HttpResponse wrongCredentials()
{
    return HttpResponse::error(401, QStringLiteral("Usuario o contraseña incorrectos"),
                               toWire(ErrorCode::NotAuthenticated));
}

} // namespace

AuthRoutes::AuthRoutes(AuthRoutesConfig config, Authenticator &authenticator, ChatStore &store,
                       AccountDirectory &accounts, PasswordWorkers &workers, LoginThrottle &throttle)
    : m_config(std::move(config))
    , m_authenticator(authenticator)
    , m_store(store)
    , m_accounts(accounts)
    , m_workers(workers)
    , m_throttle(throttle)
{
}

void AuthRoutes::addTo(Router &router)
{
    router.add(
        "POST", QStringLiteral("/auth"),
        [this](const HttpRequest &request, const HttpResponder &responder) { signIn(request, responder); });
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
        responder.respond(tooManyAttempts(*waitMs));
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
                                giveUp(attempt, tooManyAttempts(1000));
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
    attempt.responder.respond(signedInAnswer(signedIn, m_config.tokenLifetimeSeconds));
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

} // namespace ventanilla
