#include "auth/authenticator.h"

#include "auth/revokedtokens.h"
#include "core/logging.h"
#include "core/text.h"
#include "protocol/limits.h"

#include <QRandomGenerator>

#include <algorithm>
#include <array>

namespace ventanilla {

namespace {

QByteArray makeChainId()
{
    std::array<quint32, 8> random {};
    QRandomGenerator::system()->fillRange(random.data(), random.size());
    return {reinterpret_cast<const char *>(random.data()), sizeof random};
}

/// The chain that a token of another origin begins. It has no fingerprint's value, as no token has a
/// colon in it: to refuse that token must not refuse what was renewed from it.
QByteArray chainBegunBy(const QByteArray &token)
{
    return RevokedTokens::fingerprintOf(QByteArray("cadena:" + token));
}

} // namespace

Authenticator::Authenticator(AuthConfig config, ChatStore &store, AccountDirectory &accounts,
                             RevokedTokens &revoked, const Clock &clock)
    : m_config(std::move(config))
    , m_store(store)
    , m_accounts(accounts)
    , m_revoked(revoked)
    , m_clock(clock)
{
}

void Authenticator::authenticate(const PresentedToken &presented, const Answer &answer)
{
    if (!presented.token) {
        answer(failure(presented.cookieHeader ? ErrorCode::TokenMissing : ErrorCode::NotAuthenticated));
        return;
    }
    const auto claims = verifyToken(*presented.token, m_config.secret, m_clock.nowSeconds());
    if (!claims) {
        answer(failure(claims.error() == TokenProblem::Expired ? ErrorCode::TokenExpired
                                                               : ErrorCode::TokenInvalid));
        return;
    }
    judge(identityOf(*presented.token, *claims), [this, answer](const Result<Identity, ErrorCode> &who) {
        if (who && who->replaced)
            m_revoked.supersede({who->replaced->fingerprint, who->replaced->expiresAt});
        answer(who);
    });
}

void Authenticator::judge(const Identity &claimed, const Answer &answer)
{
    if (const auto problem = problemWith(claimed)) {
        answer(failure(*problem));
        return;
    }
    m_accounts.find(claimed.username,
                    [this, claimed, answer](const Result<std::optional<Account>, StoreError> &found) {
                        if (!found)
                            answer(failure(ErrorCode::Internal));
                        else if (*found)
                            judgeAccount(claimed, **found, answer);
                        else
                            createFromToken(claimed, answer);
                    });
}

Identity Authenticator::identityOf(const QByteArray &token, const TokenClaims &claims) const
{
    Identity identity {
        claims.username, claims.displayName, claims.role,        RevokedTokens::fingerprintOf(token),
        claims.issuedAt, claims.expiresAt,   chainBegunBy(token)};
    if (claims.chain) {
        identity.signedInAt = claims.chain->startedAt;
        identity.chain = claims.chain->id;
        identity.replaced = claims.chain->replaced;
    }
    // So that a shorter lifetime holds at once, and signOutOf() knows how long any token of the chain
    // can live, also one that it has never seen.
    if (identity.replaced)
        identity.tokenExpiresAt =
            std::min(identity.tokenExpiresAt, claims.issuedAt + m_config.tokenLifetimeSeconds);
    return identity;
}

std::optional<ErrorCode> Authenticator::problemWith(const Identity &identity) const
{
    if (identity.tokenExpiresAt <= m_clock.nowSeconds())
        return ErrorCode::TokenExpired;
    if (m_revoked.contains(identity.chain) || m_revoked.contains(identity.tokenFingerprint))
        return ErrorCode::TokenInvalid;
    return std::nullopt;
}

bool Authenticator::stillHolds(const Identity &identity, const Account &account)
{
    return account.state == AccountState::Active && account.role == identity.role
        && identity.signedInAt >= account.validFrom;
}

SignedIn Authenticator::issueToken(const Account &account) const
{
    const qint64 issuedAt = std::max(m_clock.nowSeconds(), account.validFrom);
    const TokenClaims claims {account.username,
                              account.displayName,
                              account.role,
                              issuedAt,
                              issuedAt + m_config.tokenLifetimeSeconds,
                              TokenChain {makeChainId(), issuedAt}};
    return {account.username,
            account.displayName,
            account.role,
            QString::fromLatin1(signToken(claims, m_config.secret)),
            claims.expiresAt * 1000,
            (claims.expiresAt - m_clock.nowSeconds()) * 1000};
}

Result<RenewedToken, ErrorCode> Authenticator::renewToken(const Identity &identity) const
{
    const qint64 now = m_clock.nowSeconds();
    const qint64 issuedAt = std::max(now, identity.signedInAt);
    // As from the sign-in, if the clock was set back behind it.
    const qint64 expiresAt =
        std::min(issuedAt + m_config.tokenLifetimeSeconds, identity.signedInAt + longestChain);
    if (expiresAt <= issuedAt)
        return failure(ErrorCode::TokenExpired);
    const qint64 earlierOnes = identity.replaced ? identity.replaced->expiresAt : 0;
    const ReplacedToken replaced {identity.tokenFingerprint, std::max(identity.tokenExpiresAt, earlierOnes)};
    const TokenClaims claims {identity.username, identity.displayName,
                              identity.role,     issuedAt,
                              expiresAt,         TokenChain {identity.chain, identity.signedInAt, replaced}};
    const QByteArray token = signToken(claims, m_config.secret);
    return RenewedToken {{identity.username, identity.displayName, identity.role, QString::fromLatin1(token),
                          expiresAt * 1000, (expiresAt - now) * 1000},
                         identityOf(token, claims),
                         expiresAt - now};
}

std::optional<SignOut> Authenticator::signOutOf(const PresentedToken &presented) const
{
    const auto claims =
        presented.token ? readToken(*presented.token, m_config.secret) : std::optional<TokenClaims>();
    if (!claims)
        return std::nullopt;
    const qint64 now = m_clock.nowSeconds();
    const Identity identity = identityOf(*presented.token, *claims);
    const qint64 renewedOnes = std::min(std::max(now, identity.signedInAt) + m_config.tokenLifetimeSeconds,
                                        identity.signedInAt + longestChain);
    const qint64 earlierOnes = identity.replaced ? identity.replaced->expiresAt : 0;
    const qint64 allAreOver = std::max({identity.tokenExpiresAt, renewedOnes, earlierOnes});
    if (allAreOver <= now || m_revoked.contains(identity.chain))
        return std::nullopt;
    return SignOut {identity.username, {identity.chain, allAreOver}};
}

void Authenticator::judgeAccount(const Identity &claimed, const Account &account, const Answer &answer) const
{
    Identity identity = claimed;
    identity.username = account.username;
    identity.displayName = account.displayName;
    identity.role = account.role;
    // Once more: while the account was being read the token may have been given back.
    if (const auto problem = problemWith(identity))
        answer(failure(*problem));
    else if (stillHolds(identity, account))
        answer(identity);
    else
        answer(failure(ErrorCode::TokenInvalid));
}

/// A site that signs tokens with the same secret keeps its own sign-in: its visitors become
/// accounts here when they first come, without a password.
void Authenticator::createFromToken(const Identity &claimed, const Answer &answer)
{
    const bool allowed = m_config.accountsFromTokens == AccountsFromTokens::All
        || (m_config.accountsFromTokens == AccountsFromTokens::Users && claimed.role == Role::User);
    const bool mailboxByUser = claimed.role == Role::User && foldedName(claimed.username) == supportMailbox;
    if (!allowed || mailboxByUser || !usernameProblem(claimed.username).isEmpty()) {
        answer(failure(ErrorCode::TokenInvalid));
        return;
    }
    const QString displayName =
        displayNameProblem(claimed.displayName).isEmpty() ? claimed.displayName : claimed.username;
    const NewAccount wanted {claimed.username, displayName, claimed.role, {}};
    m_store.createAccount(wanted, [this, claimed, answer](const Result<Account, StoreError> &made) {
        if (made)
            qCInfo(logAuth).noquote() << "made an account from a token:" << forLog(made->username);
        if (made || made.error().kind == StoreError::Kind::Conflict) {
            // Asked again in either case: another session may have been faster, and what the
            // directory remembers must come in the order of its own questions.
            m_accounts.find(claimed.username, [this, claimed, answer](const auto &found) {
                if (found && *found)
                    judgeAccount(claimed, **found, answer);
                else
                    answer(failure(ErrorCode::Internal));
            });
        } else {
            answer(failure(ErrorCode::Internal));
        }
    });
}

} // namespace ventanilla
