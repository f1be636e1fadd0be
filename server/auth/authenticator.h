#pragma once

#include "auth/accountdirectory.h"
#include "auth/jwt.h"
#include "core/clock.h"
#include "protocol/session.h"
#include "protocol/wireerror.h"

#include <QByteArray>

#include <functional>
#include <optional>

namespace ventanilla {

class RevokedTokens;

/// Whose tokens make an account that does not exist yet.
enum class AccountsFromTokens { Off, Users, All };

struct AuthConfig {
    QByteArray secret;
    qint64 tokenLifetimeSeconds = 3600;
    AccountsFromTokens accountsFromTokens = AccountsFromTokens::Off;
};

/// The token that came with a request, wherever it was found.
struct PresentedToken {
    /// Nothing if there was none in any place.
    std::optional<QByteArray> token;
    bool cookieHeader = false;
};

/// Who somebody was found to be. Name and role are the database's.
struct Identity {
    QString username;
    QString displayName;
    Role role = Role::User;
    QByteArray tokenFingerprint;
    /// Seconds since 1970.
    qint64 tokenIssuedAt = 0;
    qint64 tokenExpiresAt = 0;
};

/// Judges tokens and issues them (PROTOCOL.md, Authentication). Lives on the network's thread; what
/// it is given must outlive it.
class Authenticator
{
public:
    /// NotAuthenticated, TokenMissing, TokenExpired, TokenInvalid; Internal if the database failed.
    using Answer = std::function<void(Result<Identity, ErrorCode>)>;

    Authenticator(AuthConfig config, ChatStore &store, AccountDirectory &accounts,
                  const RevokedTokens &revoked, const Clock &clock);

    void authenticate(const PresentedToken &presented, const Answer &answer);

    /// Whether what was granted to this identity still holds for its account as it is now.
    static bool stillHolds(const Identity &identity, const Account &account);

    SignedIn issueToken(const Account &account) const;

private:
    void judgeAccount(const Identity &claimed, const Account &account, const Answer &answer) const;
    void createFromToken(const Identity &claimed, const Answer &answer);

    const AuthConfig m_config;
    ChatStore &m_store;
    AccountDirectory &m_accounts;
    const RevokedTokens &m_revoked;
    const Clock &m_clock;
};

} // namespace ventanilla
