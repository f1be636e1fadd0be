#include "api/authroutes.h"
#include "auth/revokedtokens.h"
#include "support/fakestore.h"
#include "support/httpserverfixture.h"
#include "support/manualclock.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {

// bcrypt of "correct horse" with the lowest cost
const QByteArray hash = "$2b$04$T4qQVRRn5H19EwY.GKb3D.H9xFPcdFlTJcOKbVE20eGZlZgktbh/C";

AccountWithHash alice(AccountState state = AccountState::Active, const QByteArray &passwordHash = hash)
{
    return {{u"alice"_s, u"Alice"_s, Role::User, state, 0}, passwordHash};
}

QByteArray signInRequest(const QByteArray &password)
{
    const QByteArray body = "{\"user\":\"alice\",\"pass\":\"" + password + "\"}";
    return "POST /auth HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: "
        + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

} // namespace

/// `POST /auth` between a store whose answers the test gives and a real client.
class TestAuthRoutes : public HttpServerFixture
{
    Q_OBJECT

private slots:
    void init();
    void signsIn();
    void refusesAWrongPassword();
    void keepsNothingThatIsTooLong();
    void refusesWhatChangedMeanwhile_data();
    void refusesWhatChangedMeanwhile();
    void remembersTheNewerAccount();
    void countsFailuresOnly();
    void doesNotCountWhatTheDatabaseCouldNotSay();

private:
    void send(const QByteArray &password);

    ManualClock m_clock;
    std::unique_ptr<FakeStore> m_store;
    std::unique_ptr<AccountDirectory> m_accounts;
    std::unique_ptr<RevokedTokens> m_revoked;
    std::unique_ptr<Authenticator> m_authenticator;
    std::unique_ptr<PasswordWorkers> m_workers;
    std::unique_ptr<LoginThrottle> m_throttle;
    std::unique_ptr<AuthRoutes> m_routes;
    std::unique_ptr<Router> m_router;
};

void TestAuthRoutes::init()
{
    m_store = std::make_unique<FakeStore>();
    m_accounts = std::make_unique<AccountDirectory>(*m_store, 0, 1'000'000);
    m_revoked = std::make_unique<RevokedTokens>(QList<RevokedToken>(), m_clock);
    m_authenticator = std::make_unique<Authenticator>(AuthConfig {"secret", 3600, AccountsFromTokens::Off},
                                                      *m_store, *m_accounts, *m_revoked, m_clock);
    m_workers = std::make_unique<PasswordWorkers>();
    m_throttle = std::make_unique<LoginThrottle>(m_clock, LoginThrottle::Config {2, 50, 60'000, 100});
    m_routes = std::make_unique<AuthRoutes>(AuthRoutesConfig {}, *m_authenticator, *m_store, *m_accounts,
                                            *m_workers, *m_throttle);
    m_router = std::make_unique<Router>();
    m_routes->addTo(*m_router);
    QVERIFY(listen());
}

/// Sends a sign-in and gives it to the routes.
void TestAuthRoutes::send(const QByteArray &password)
{
    const std::size_t before = m_requests.size();
    client().send(signInRequest(password));
    QTRY_COMPARE(m_requests.size(), before + 1);
    auto &[request, responder] = m_requests.back();
    m_router->handle(request, *responder);
}

void TestAuthRoutes::signsIn()
{
    send("correct horse");
    m_store->finds.answer(std::optional(alice()));
    QTRY_COMPARE(m_store->finds.size(), std::size_t(1)); // asked again, once the password is verified
    m_store->finds.answer(std::optional(alice()));
    QTRY_COMPARE(client().statuses(), QList<int>({200}));
    QVERIFY(client().received.contains("Set-Cookie: token="));
}

void TestAuthRoutes::refusesAWrongPassword()
{
    send("wrong horse");
    m_store->finds.answer(std::optional(alice()));
    QTRY_COMPARE(client().statuses(), QList<int>({401}));
    QVERIFY(!client().received.contains("Set-Cookie"));
    QCOMPARE(m_store->finds.size(), std::size_t(0));
}

void TestAuthRoutes::keepsNothingThatIsTooLong()
{
    send(QByteArray(513, 'x'));
    QTRY_COMPARE(client().statuses(), QList<int>({400}));
    QCOMPARE(m_store->finds.size(), std::size_t(0));
    send(QByteArray(512, 'x'));
    QCOMPARE(m_store->finds.size(), std::size_t(1));
}

void TestAuthRoutes::refusesWhatChangedMeanwhile_data()
{
    QTest::addColumn<std::optional<AccountWithHash>>("after");
    QTest::newRow("disabled") << std::optional(alice(AccountState::Disabled));
    QTest::newRow("deleted") << std::optional(alice(AccountState::Deleted));
    QTest::newRow("another password") << std::optional(alice(AccountState::Active, "$2b$04$other"));
    QTest::newRow("gone") << std::optional<AccountWithHash>();
}

void TestAuthRoutes::refusesWhatChangedMeanwhile()
{
    QFETCH(std::optional<AccountWithHash>, after);
    send("correct horse");
    m_store->finds.answer(std::optional(alice()));
    QTRY_COMPARE(m_store->finds.size(), std::size_t(1));
    m_store->finds.answer(after);
    QTRY_COMPARE(client().statuses(), QList<int>({401}));
    QVERIFY(!m_accounts->known(u"alice"_s));
}

void TestAuthRoutes::remembersTheNewerAccount()
{
    send("correct horse");
    m_store->finds.answer(std::optional(alice()));
    QTRY_COMPARE(m_store->finds.size(), std::size_t(1));
    AccountWithHash newer = alice();
    newer.account.displayName = u"Alice the Second"_s;
    m_store->finds.answer(std::optional(newer));
    QTRY_COMPARE(client().statuses(), QList<int>({200}));
    QCOMPARE(m_accounts->known(u"alice"_s)->displayName, u"Alice the Second"_s);
}

void TestAuthRoutes::countsFailuresOnly()
{
    for (int i = 0; i < 2; ++i) {
        send("wrong horse");
        m_store->finds.answer(std::optional(alice()));
        QTRY_COMPARE(client().statuses().size(), i + 1);
    }
    send("correct horse");
    QTRY_COMPARE(client().statuses(), QList<int>({401, 401, 429}));
    QVERIFY(client().received.contains("Retry-After: 60\r\n"));
}

void TestAuthRoutes::doesNotCountWhatTheDatabaseCouldNotSay()
{
    for (int i = 0; i < 3; ++i) {
        send("correct horse");
        m_store->finds.fail();
        QTRY_COMPARE(client().statuses().size(), i + 1);
    }
    QCOMPARE(client().statuses(), QList<int>({500, 500, 500}));
}

QTEST_GUILESS_MAIN(TestAuthRoutes)
#include "tst_authroutes.moc"
