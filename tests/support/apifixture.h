#pragma once

#include "api/requestauth.h"
#include "auth/revokedtokens.h"
#include "chat/conversationservice.h"
#include "net/router.h"
#include "support/fakestore.h"
#include "support/httpserverfixture.h"
#include "support/manualclock.h"
#include "support/recordingbroadcaster.h"

#include <QTest>

#include <QJsonDocument>

namespace ventanilla {

/// HTTP endpoints over a store that answers as the test says: `root` is staff, `alice` an end user.
class ApiFixture : public HttpServerFixture
{
protected:
    bool prepare()
    {
        m_store = std::make_unique<FakeStore>();
        m_accounts = std::make_unique<AccountDirectory>(*m_store, 0, 1'000'000);
        m_accounts->remember({QStringLiteral("root"), QStringLiteral("Root"), Role::Admin});
        m_accounts->remember({QStringLiteral("alice"), QStringLiteral("Alice"), Role::User});
        m_revoked = std::make_unique<RevokedTokens>(QList<RevokedToken>(), m_clock);
        m_authenticator = std::make_unique<Authenticator>(
            AuthConfig {"secret", 3600, AccountsFromTokens::Off}, *m_store, *m_accounts, *m_revoked, m_clock);
        m_auth = std::make_unique<RequestAuth>(*m_authenticator);
        m_presence = std::make_unique<PresenceService>(m_broadcaster, m_clock, 0);
        m_conversations = std::make_unique<ConversationService>(*m_store, *m_presence);
        m_router = std::make_unique<Router>();
        return listen();
    }

    /// This account opens a window.
    void arrives(const QString &user, Role role = Role::User)
    {
        m_presence->joined({user, {user, {}, role, {}}});
    }

    /// Without a role: without a token.
    void get(const QByteArray &target, std::optional<Role> role, const QByteArray &headers = {})
    {
        client().send("GET " + target + " HTTP/1.1\r\nHost: a\r\n" + headers
                      + (role ? "Cookie: token=" + token(*role) + "\r\n" : QByteArray()) + "\r\n");
        QTRY_COMPARE(m_requests.size(), std::size_t(1));
        m_router->handle(m_requests[0].first, *m_requests[0].second);
    }

    /// Of the one answer, once it is here.
    int status()
    {
        (void)QTest::qWaitFor([this] { return client().received.contains("\r\n\r\n"); });
        return client().statuses().value(0);
    }
    QJsonObject answer()
    {
        (void)QTest::qWaitFor([this] { return !body().isEmpty(); });
        return QJsonDocument::fromJson(body()).object();
    }
    QByteArray body()
    {
        const qsizetype end = client().received.indexOf("\r\n\r\n");
        return end < 0 ? QByteArray() : client().received.sliced(end + 4);
    }

    ManualClock m_clock;
    std::unique_ptr<FakeStore> m_store;
    std::unique_ptr<AccountDirectory> m_accounts;
    std::unique_ptr<RevokedTokens> m_revoked;
    std::unique_ptr<Authenticator> m_authenticator;
    std::unique_ptr<RequestAuth> m_auth;
    RecordingBroadcaster m_broadcaster;
    std::unique_ptr<PresenceService> m_presence;
    std::unique_ptr<ConversationService> m_conversations;
    std::unique_ptr<Router> m_router;

private:
    QByteArray token(Role role) const
    {
        const TokenClaims claims {role == Role::Admin ? QStringLiteral("root") : QStringLiteral("alice"),
                                  {},
                                  role,
                                  m_clock.nowSeconds(),
                                  m_clock.nowSeconds() + 60};
        return signToken(claims, "secret");
    }
};

} // namespace ventanilla
