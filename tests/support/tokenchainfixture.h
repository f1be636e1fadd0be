#pragma once

#include "auth/revokedtokens.h"
#include "auth/tokenrenewal.h"
#include "support/fakestore.h"
#include "support/manualclock.h"

#include <QObject>

#include <memory>

namespace ventanilla {

/// Issues, uses, renews and gives back tokens of one account, as far as authentication goes: without
/// a server and at the test's own time.
class TokenChainFixture : public QObject
{
protected:
    /// Of a token, and of a day, in seconds.
    static constexpr qint64 lifetime = 3600;
    static constexpr qint64 day = 24 * 60 * 60;

    /// As a server that has just been started, with what its store knows.
    void start(const QList<RevokedToken> &known = {}, qint64 tokenLifetime = lifetime)
    {
        m_renewal.reset();
        m_authenticator.reset();
        m_accounts = std::make_unique<AccountDirectory>(m_store, 0, 1'000'000'000);
        m_accounts->remember(m_account);
        m_revoked = std::make_unique<RevokedTokens>(known, m_clock);
        m_authenticator =
            std::make_unique<Authenticator>(AuthConfig {m_secret, tokenLifetime, AccountsFromTokens::Off},
                                            m_store, *m_accounts, *m_revoked, m_clock);
        m_renewal = std::make_unique<TokenRenewal>(*m_authenticator, m_clock);
    }
    QByteArray signIn() { return m_authenticator->issueToken(m_account).token.toLatin1(); }
    /// As a site that knows the secret makes one.
    QByteArray foreignToken(qint64 issuedAt, qint64 expiresAt) const
    {
        return signToken({QStringLiteral("alice"), QStringLiteral("Alice"), Role::User, issuedAt, expiresAt},
                         m_secret);
    }
    /// Uses the token; the answer is a code, or "ok".
    QString use(const QByteArray &token)
    {
        QString answer;
        m_authenticator->authenticate({token}, [this, &answer](const Result<Identity, ErrorCode> &who) {
            answer = who ? QStringLiteral("ok") : toWire(who.error());
            if (who)
                m_identity = *who;
        });
        return answer;
    }
    /// The token for this one, without using this one.
    QByteArray renewed(const Identity &identity)
    {
        m_refusal.reset();
        QByteArray token;
        m_renewal->renew(identity, [this, &token](const Result<RenewedToken, WireError> &given) {
            if (!given) {
                m_refusal = given.error();
                return;
            }
            m_signedIn = given->signedIn;
            m_next = given->identity;
            token = m_signedIn.token.toLatin1();
        });
        return token;
    }
    /// The token for this one, or nothing.
    QByteArray renewed(const QByteArray &token)
    {
        return use(token) == u"ok" ? renewed(m_identity) : QByteArray();
    }
    void signOut(const QByteArray &token)
    {
        if (const auto ended = m_authenticator->signOutOf({token}))
            m_revoked->add(ended->chain);
    }

    const QByteArray m_secret = "a secret of at least thirty-two bytes";
    const Account m_account {QStringLiteral("alice"), QStringLiteral("Alice"), Role::User,
                             AccountState::Active, 0};
    ManualClock m_clock;
    FakeStore m_store;
    std::unique_ptr<AccountDirectory> m_accounts;
    std::unique_ptr<RevokedTokens> m_revoked;
    std::unique_ptr<Authenticator> m_authenticator;
    std::unique_ptr<TokenRenewal> m_renewal;
    /// Of the last one that was used, and renewed.
    Identity m_identity;
    Identity m_next;
    SignedIn m_signedIn;
    std::optional<WireError> m_refusal;
};

} // namespace ventanilla
