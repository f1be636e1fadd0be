#pragma once

#include "auth/authenticator.h"
#include "auth/loginthrottle.h"
#include "auth/passwordworkers.h"
#include "auth/revokedtokens.h"
#include "net/router.h"

#include <QStringList>

namespace ventanilla {

struct AuthRoutesConfig {
    QStringList allowedOrigins;
    qint64 tokenLifetimeSeconds = 3600;
};

/// `POST /auth` and `/logout`. Lives on the network's thread; what it is given must outlive it.
class AuthRoutes
{
public:
    AuthRoutes(AuthRoutesConfig config, Authenticator &authenticator, ChatStore &store,
               AccountDirectory &accounts, RevokedTokens &revoked, PasswordWorkers &workers,
               LoginThrottle &throttle);

    void addTo(Router &router);

private:
    void signIn(const HttpRequest &request, const HttpResponder &responder);
    void verify(const QString &username, const QString &password, const QHostAddress &address,
                const HttpResponder &responder);
    void onVerified(bool matches, const std::optional<AccountWithHash> &found, const QString &username,
                    const QHostAddress &address, const HttpResponder &responder);
    void signOut(const HttpRequest &request, const HttpResponder &responder);

    const AuthRoutesConfig m_config;
    Authenticator &m_authenticator;
    ChatStore &m_store;
    AccountDirectory &m_accounts;
    RevokedTokens &m_revoked;
    PasswordWorkers &m_workers;
    LoginThrottle &m_throttle;
};

} // namespace ventanilla
