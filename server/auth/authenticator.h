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
    /// When the chain of its token began: whoever renews proves no more than at the sign-in. Seconds
    /// since 1970.
    qint64 signedInAt = 0;
    qint64 tokenExpiresAt = 0;
    /// The id of that chain, which a token of another origin has too, derived from its text.
    QByteArray chain {};
    /// What its token takes the place of, if it was renewed.
    std::optional<ReplacedToken> replaced {};
};

/// A fresh token, and what its owner is known by from now on.
struct RenewedToken {
    SignedIn signedIn;
    Identity identity;
    qint64 lifetimeSeconds = 0;
};

/// What ends a chain of tokens.
struct SignOut {
    QString username;
    RevokedToken chain;
};

/// Judges tokens and issues them (PROTOCOL.md, Authentication). Lives on the network's thread; what
/// it is given must outlive it.
class Authenticator
{
public:
    /// NotAuthenticated, TokenMissing, TokenExpired, TokenInvalid; Internal if the database failed.
    using Answer = std::function<void(Result<Identity, ErrorCode>)>;

    /// No chain of renewed tokens lasts longer, in seconds.
    static constexpr qint64 longestChain = 30 * 24 * 60 * 60;

    Authenticator(AuthConfig config, ChatStore &store, AccountDirectory &accounts, RevokedTokens &revoked,
                  const Clock &clock);

    /// A token that is accepted has been used: from then on the one it replaces has only its grace.
    void authenticate(const PresentedToken &presented, const Answer &answer);
    /// Judges once more, now, the token with which this identity was granted.
    void judge(const Identity &claimed, const Answer &answer);

    /// Whether what was granted to this identity still holds for its account as it is now.
    static bool stillHolds(const Identity &identity, const Account &account);

    /// The first token of a new chain.
    SignedIn issueToken(const Account &account) const;
    /// The next token of the chain, for an identity that was judged good; TokenExpired if the chain
    /// is over.
    Result<RenewedToken, ErrorCode> renewToken(const Identity &identity) const;
    /// What ends the chain of a token; nothing if none of its tokens can be good any more. It need
    /// not be good itself: whoever had a token stolen holds one that the thief has renewed.
    std::optional<SignOut> signOutOf(const PresentedToken &presented) const;

private:
    Identity identityOf(const QByteArray &token, const TokenClaims &claims) const;
    std::optional<ErrorCode> problemWith(const Identity &identity) const;
    void judgeAccount(const Identity &claimed, const Account &account, const Answer &answer) const;
    void createFromToken(const Identity &claimed, const Answer &answer);

    const AuthConfig m_config;
    ChatStore &m_store;
    AccountDirectory &m_accounts;
    RevokedTokens &m_revoked;
    const Clock &m_clock;
};

} // namespace ventanilla
