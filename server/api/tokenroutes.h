#pragma once

#include "api/requestauth.h"
#include "auth/revocationkeeper.h"
#include "auth/revokedtokens.h"
#include "auth/tokenrenewal.h"
#include "net/router.h"

#include <QStringList>

namespace ventanilla {

/// What one does with a token that one has: `POST /auth/renovar`, and `/logout`, which gives it back.
/// Lives on the network's thread; what it is given must outlive it.
class TokenRoutes
{
public:
    TokenRoutes(QStringList allowedOrigins, Authenticator &authenticator, RevokedTokens &revoked,
                RevocationKeeper &keeper, TokenRenewal &renewal);

    void addTo(Router &router);

private:
    void renew(const HttpRequest &request, const HttpResponder &responder);
    void signOut(const HttpRequest &request, const HttpResponder &responder);

    const QStringList m_allowedOrigins;
    Authenticator &m_authenticator;
    const RequestAuth m_auth;
    RevokedTokens &m_revoked;
    RevocationKeeper &m_keeper;
    TokenRenewal &m_renewal;
};

} // namespace ventanilla
