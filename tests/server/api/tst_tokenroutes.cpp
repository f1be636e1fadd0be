#include "api/tokenroutes.h"
#include "support/fakestore.h"
#include "support/httpserverfixture.h"
#include "support/manualclock.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {

const Account alice {u"alice"_s, u"Alice"_s, Role::User, AccountState::Active, 0};
constexpr int never = 1'000'000'000;

QByteArray post(const QByteArray &path, const QByteArray &headers)
{
    return "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n" + headers + "\r\n";
}

QByteArray bearer(const QByteArray &token)
{
    return "Authorization: Bearer " + token + "\r\n";
}

} // namespace

/// `POST /auth/renovar` and `/logout` between a store whose answers the test gives and a real client.
class TestTokenRoutes : public HttpServerFixture
{
    Q_OBJECT

private slots:
    void init();
    void renews();
    void refusesToRenew_data();
    void refusesToRenew();
    void refusesWhenTheChainIsOver();
    void failsWhenTheDatabaseFails();
    void limitsTheRate();
    void signsTheWholeChainOut();
    void storesASignOutOnce();
    void storesASignOutLaterIfItMust();
    void signsNobodyOutFromElsewhere_data();
    void signsNobodyOutFromElsewhere();

private:
    /// Sends a request and gives it to the routes.
    void send(const QByteArray &request);
    QByteArray signIn() { return m_authenticator->issueToken(alice).token.toLatin1(); }
    /// The body of the last answer.
    QJsonObject body() { return QJsonDocument::fromJson(lastAnswer().mid(bodyStart())).object(); }
    QByteArray lastAnswer() { return client().received.mid(client().received.lastIndexOf("HTTP/1.1 ")); }
    qsizetype bodyStart() { return lastAnswer().indexOf("\r\n\r\n") + 4; }
    QString judged(const QByteArray &token);

    ManualClock m_clock;
    std::unique_ptr<FakeStore> m_store;
    std::unique_ptr<AccountDirectory> m_accounts;
    std::unique_ptr<RevokedTokens> m_revoked;
    std::unique_ptr<RevocationKeeper> m_keeper;
    std::unique_ptr<Authenticator> m_authenticator;
    std::unique_ptr<TokenRenewal> m_renewal;
    std::unique_ptr<TokenRoutes> m_routes;
    std::unique_ptr<Router> m_router;
};

void TestTokenRoutes::init()
{
    m_clock = ManualClock();
    m_store = std::make_unique<FakeStore>();
    m_accounts = std::make_unique<AccountDirectory>(*m_store, 0, never);
    m_accounts->remember(alice);
    m_revoked = std::make_unique<RevokedTokens>(QList<RevokedToken>(), m_clock);
    m_keeper = std::make_unique<RevocationKeeper>(*m_store, m_clock, 1);
    m_authenticator = std::make_unique<Authenticator>(AuthConfig {"secret", 3600, AccountsFromTokens::Off},
                                                      *m_store, *m_accounts, *m_revoked, m_clock);
    m_renewal = std::make_unique<TokenRenewal>(*m_authenticator, m_clock);
    m_routes = std::make_unique<TokenRoutes>(QStringList {u"https://shop.example"_s}, *m_authenticator,
                                             *m_revoked, *m_keeper, *m_renewal);
    m_router = std::make_unique<Router>();
    m_routes->addTo(*m_router);
    QVERIFY(listen());
}

void TestTokenRoutes::send(const QByteArray &request)
{
    const std::size_t before = m_requests.size();
    client().send(request);
    QTRY_COMPARE(m_requests.size(), before + 1);
    auto &[received, responder] = m_requests.back();
    m_router->handle(received, *responder);
}

QString TestTokenRoutes::judged(const QByteArray &token)
{
    QString answer;
    m_authenticator->authenticate({token}, [&answer](const Result<Identity, ErrorCode> &who) {
        answer = who ? u"ok"_s : toWire(who.error());
    });
    return answer;
}

void TestTokenRoutes::renews()
{
    const QByteArray first = signIn();
    m_clock.advance(600'000);
    send(post("/auth/renovar", bearer(first) + "Origin: https://shop.example\r\n"));
    QTRY_COMPARE(client().statuses(), QList<int>({200}));
    const auto signedIn = SignedIn::fromJson(body());
    QVERIFY(signedIn.ok());
    QCOMPARE(signedIn->username, u"alice"_s);
    QCOMPARE(signedIn->expiresAtMs, (m_clock.nowSeconds() + 3600) * 1000);
    const QByteArray cookie = "Set-Cookie: token=" + signedIn->token.toLatin1()
        + "; HttpOnly; SameSite=Lax; Path=/; Max-Age=3600\r\n";
    QVERIFY(lastAnswer().contains(cookie));
    QCOMPARE(judged(signedIn->token.toLatin1()), u"ok"_s);
    m_clock.advance(RevokedTokens::graceMs);
    send(post("/auth/renovar", bearer(first)));
    QTRY_COMPARE(client().statuses(), QList<int>({200, 403}));
    send(post("/auth/renovar", "Cookie: token=" + signedIn->token.toLatin1() + "\r\n"));
    QTRY_COMPARE(client().statuses(), QList<int>({200, 403, 200}));
}

void TestTokenRoutes::refusesToRenew_data()
{
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<bool>("withToken");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    QTest::newRow("no token") << QByteArray() << false << 401 << u"no_autenticado"_s;
    QTest::newRow("another cookie") << QByteArray("Cookie: a=b\r\n") << false << 401 << u"no_autenticado"_s;
    QTest::newRow("bad token") << bearer("a.b.c") << false << 403 << u"token_invalido"_s;
    QTest::newRow("another site") << QByteArray("Origin: https://evil.example\r\n") << true << 403
                                  << u"sin_permiso"_s;
}

void TestTokenRoutes::refusesToRenew()
{
    QFETCH(QByteArray, headers);
    QFETCH(bool, withToken);
    QFETCH(int, status);
    if (withToken)
        headers += bearer(signIn());
    send(post("/auth/renovar", headers));
    QTRY_COMPARE(client().statuses(), QList<int>({status}));
    QTEST(body().value(u"codigo").toString(), "code");
    QVERIFY(!client().received.contains("Set-Cookie"));
}

void TestTokenRoutes::refusesWhenTheChainIsOver()
{
    const qint64 now = m_clock.nowSeconds();
    const TokenClaims old {u"alice"_s, u"Alice"_s, Role::User, now - Authenticator::longestChain,
                           now + 1'000'000};
    send(post("/auth/renovar", bearer(signToken(old, "secret"))));
    QTRY_COMPARE(client().statuses(), QList<int>({403}));
    QCOMPARE(body().value(u"codigo").toString(), u"token_caducado"_s);
    QVERIFY(body().value(u"error").toString() != u"Token inválido");
}

void TestTokenRoutes::failsWhenTheDatabaseFails()
{
    const TokenClaims claims {u"bob"_s, u"Bob"_s, Role::User, m_clock.nowSeconds(),
                              m_clock.nowSeconds() + 60};
    send(post("/auth/renovar", bearer(signToken(claims, "secret"))));
    m_store->finds.fail();
    QTRY_COMPARE(client().statuses(), QList<int>({500}));
}

void TestTokenRoutes::limitsTheRate()
{
    const QByteArray token = signIn();
    QList<int> expected;
    for (int i = 0; i < 20; ++i) {
        send(post("/auth/renovar", bearer(token)));
        expected += 200;
        QTRY_COMPARE(client().statuses(), expected);
    }
    send(post("/auth/renovar", bearer(token)));
    expected += 429;
    QTRY_COMPARE(client().statuses(), expected);
    QVERIFY(lastAnswer().contains("Retry-After: 5\r\n"));
}

void TestTokenRoutes::signsTheWholeChainOut()
{
    const QByteArray first = signIn();
    send(post("/auth/renovar", bearer(first)));
    QTRY_COMPARE(client().statuses(), QList<int>({200}));
    const QByteArray second = body().value(u"token").toString().toLatin1();
    QSignalSpy revoked(m_revoked.get(), &RevokedTokens::revoked);
    send(post("/logout", bearer(first)));
    QCOMPARE(revoked.size(), 1);
    QCOMPARE(m_store->revocations.size(), std::size_t(1));
    QCOMPARE(m_store->revocations.question().fingerprint, revoked[0][0].toByteArray());
    QCOMPARE(client().statuses().size(), 1); // answered when it is stored
    m_store->revocations.answer(Done {});
    QTRY_COMPARE(client().statuses(), QList<int>({200, 204}));
    QVERIFY(lastAnswer().contains("Set-Cookie: token=;"));
    QCOMPARE(judged(first), u"token_invalido"_s);
    QCOMPARE(judged(second), u"token_invalido"_s);
    send(post("/auth/renovar", bearer(second)));
    QTRY_COMPARE(client().statuses(), QList<int>({200, 204, 403}));
}

void TestTokenRoutes::storesASignOutOnce()
{
    const QByteArray token = signIn();
    send(post("/logout", bearer(token)));
    m_store->revocations.answer(Done {});
    for (const QByteArray &headers : {bearer(token), bearer("a.b.c"), QByteArray()}) {
        send(post("/logout", headers));
        QCOMPARE(m_store->revocations.size(), std::size_t(0));
    }
    QTRY_COMPARE(client().statuses(), QList<int>({204, 204, 204, 204}));
}

void TestTokenRoutes::storesASignOutLaterIfItMust()
{
    const QByteArray token = signIn();
    send(post("/logout", bearer(token)));
    m_store->revocations.fail();
    QTRY_COMPARE(client().statuses(), QList<int>({500}));
    QCOMPARE(judged(token), u"token_invalido"_s);
    QTRY_COMPARE(m_store->revocations.size(), std::size_t(1)); // of itself
}

void TestTokenRoutes::signsNobodyOutFromElsewhere_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::newRow("POST") << post("/logout", "Origin: https://evil.example\r\n@");
    QTest::newRow("GET") << QByteArray(
        "GET /logout HTTP/1.1\r\nHost: a\r\nSec-Fetch-Site: cross-site\r\n@\r\n");
}

void TestTokenRoutes::signsNobodyOutFromElsewhere()
{
    QFETCH(QByteArray, request);
    const QByteArray token = signIn();
    send(request.replace("@", bearer(token)));
    QTRY_COMPARE(client().statuses(), QList<int>({403}));
    QCOMPARE(judged(token), u"ok"_s);
}

QTEST_GUILESS_MAIN(TestTokenRoutes)
#include "tst_tokenroutes.moc"
