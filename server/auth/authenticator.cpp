#include "auth/authenticator.h"

#include "auth/revokedtokens.h"
#include "core/logging.h"
#include "core/text.h"
#include "protocol/limits.h"

#include <algorithm>

namespace ventanilla {

Authenticator::Authenticator(AuthConfig config, ChatStore &store, AccountDirectory &accounts,
                             const RevokedTokens &revoked, const Clock &clock)
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
    const QByteArray fingerprint = RevokedTokens::fingerprintOf(*presented.token);
    if (!claims || m_revoked.contains(fingerprint)) {
        const bool expired = !claims && claims.error() == TokenProblem::Expired;
        answer(failure(expired ? ErrorCode::TokenExpired : ErrorCode::TokenInvalid));
        return;
    }
    const Identity claimed {claims->username, claims->displayName, claims->role,
                            fingerprint,      claims->issuedAt,    claims->expiresAt};
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

bool Authenticator::stillHolds(const Identity &identity, const Account &account)
{
    return account.state == AccountState::Active && account.role == identity.role
        && identity.tokenIssuedAt >= account.validFrom;
}

SignedIn Authenticator::issueToken(const Account &account) const
{
    const qint64 issuedAt = std::max(m_clock.nowSeconds(), account.validFrom);
    const TokenClaims claims {account.username, account.displayName, account.role, issuedAt,
                              issuedAt + m_config.tokenLifetimeSeconds};
    return {account.username, account.displayName, account.role,
            QString::fromLatin1(signToken(claims, m_config.secret)), claims.expiresAt * 1000};
}

void Authenticator::judgeAccount(const Identity &claimed, const Account &account, const Answer &answer) const
{
    Identity identity = claimed;
    identity.username = account.username;
    identity.displayName = account.displayName;
    identity.role = account.role;
    if (stillHolds(identity, account))
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
