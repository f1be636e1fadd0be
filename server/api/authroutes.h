#pragma once

#include "auth/authenticator.h"
#include "auth/loginthrottle.h"
#include "auth/passwordworkers.h"
#include "net/router.h"

#include <QDeadlineTimer>
#include <QStringList>

namespace ventanilla {

struct AuthRoutesConfig {
    QStringList allowedOrigins;
    qint64 tokenLifetimeSeconds = 3600;
};

/// `POST /auth`. Lives on the network's thread; what it is given must outlive it.
class AuthRoutes
{
public:
    AuthRoutes(AuthRoutesConfig config, Authenticator &authenticator, ChatStore &store,
               AccountDirectory &accounts, PasswordWorkers &workers, LoginThrottle &throttle);

    void addTo(Router &router);

private:
    /// One sign-in under way.
    struct Attempt {
        QString username;
        QString password;
        QHostAddress address;
        HttpResponder responder;
        /// A refusal comes no earlier, so that its time does not tell which kind of hash it was.
        QDeadlineTimer refusalDue;
    };

    void signIn(const HttpRequest &request, const HttpResponder &responder);
    void verify(const Attempt &attempt);
    void confirm(const Attempt &attempt, const QByteArray &verifiedHash);
    void accept(const Attempt &attempt, const Account &account);
    void refuse(const Attempt &attempt);
    void giveUp(const Attempt &attempt, const HttpResponse &response);

    const AuthRoutesConfig m_config;
    Authenticator &m_authenticator;
    ChatStore &m_store;
    AccountDirectory &m_accounts;
    PasswordWorkers &m_workers;
    LoginThrottle &m_throttle;
};

} // namespace ventanilla
