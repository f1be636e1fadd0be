#include "api/historyroutes.h"
#include "auth/revokedtokens.h"
#include "support/fakestore.h"
#include "support/httpserverfixture.h"
#include "support/manualclock.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

/// What the history endpoints ask of the store, and how they cut what comes back.
class TestHistoryRoutes : public HttpServerFixture
{
    Q_OBJECT

private slots:
    void init();
    void asksForTheRightMessages_data();
    void asksForTheRightMessages();
    void cutsWhatIsTooMuch_data();
    void cutsWhatIsTooMuch();
    void saysThatTheDatabaseFails_data();
    void saysThatTheDatabaseFails();

private:
    void get(const QByteArray &target, Role role);

    ManualClock m_clock;
    std::unique_ptr<FakeStore> m_store;
    std::unique_ptr<AccountDirectory> m_accounts;
    std::unique_ptr<RevokedTokens> m_revoked;
    std::unique_ptr<Authenticator> m_authenticator;
    std::unique_ptr<RequestAuth> m_auth;
    std::unique_ptr<HistoryRoutes> m_routes;
    std::unique_ptr<Router> m_router;
};

namespace {

QList<Message> messages(int count, qsizetype length)
{
    QList<Message> list;
    for (int i = 1; i <= count; ++i)
        list.append({i, u"alice"_s, u"admin"_s, QString(length, u'x'), 0, u"Alice"_s, u"k"_s, u"alice"_s});
    return list;
}

} // namespace

void TestHistoryRoutes::init()
{
    m_store = std::make_unique<FakeStore>();
    m_accounts = std::make_unique<AccountDirectory>(*m_store, 0, 1'000'000);
    m_accounts->remember({u"root"_s, u"Root"_s, Role::Admin});
    m_accounts->remember({u"alice"_s, u"Alice"_s, Role::User});
    m_revoked = std::make_unique<RevokedTokens>(QList<RevokedToken>(), m_clock);
    m_authenticator = std::make_unique<Authenticator>(AuthConfig {"secret", 3600, AccountsFromTokens::Off},
                                                      *m_store, *m_accounts, *m_revoked, m_clock);
    m_auth = std::make_unique<RequestAuth>(*m_authenticator);
    m_routes = std::make_unique<HistoryRoutes>(HistoryConfig {3, false}, *m_auth, *m_store, *m_accounts);
    m_router = std::make_unique<Router>();
    m_routes->addTo(*m_router);
    QVERIFY(listen());
}

void TestHistoryRoutes::get(const QByteArray &target, Role role)
{
    const TokenClaims claims {role == Role::Admin ? u"root"_s : u"alice"_s,
                              {},
                              role,
                              m_clock.nowSeconds(),
                              m_clock.nowSeconds() + 60};
    client().send("GET " + target + " HTTP/1.1\r\nHost: a\r\nCookie: token=" + signToken(claims, "secret")
                  + "\r\n\r\n");
    QTRY_COMPARE(m_requests.size(), std::size_t(1));
    m_router->handle(m_requests[0].first, *m_requests[0].second);
}

void TestHistoryRoutes::asksForTheRightMessages_data()
{
    using Scope = MessageQuery::Scope;
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<Role>("role");
    QTest::addColumn<Scope>("scope");
    QTest::addColumn<QString>("username");
    QTest::addColumn<qint64>("limit");
    QTest::newRow("a user's own") << QByteArray("/api/mensajes/mios") << Role::User << Scope::Thread
                                  << u"alice"_s << qint64(4); // one more tells whether it is cut
    QTest::newRow("an agent's own") << QByteArray("/api/mensajes/mios?limite=2") << Role::Admin
                                    << Scope::WrittenOrAddressed << u"root"_s << qint64(2);
    QTest::newRow("a conversation, in any case") << QByteArray("/api/mensajes?con=ALICE&limite=2")
                                                 << Role::Admin << Scope::Thread << u"alice"_s << qint64(2);
}

void TestHistoryRoutes::asksForTheRightMessages()
{
    QFETCH(QByteArray, target);
    QFETCH(Role, role);
    get(target, role);
    QCOMPARE(m_store->histories.size(), std::size_t(1));
    const MessageQuery query = m_store->histories.question();
    QTEST(query.scope, "scope");
    QTEST(query.username, "username");
    QTEST(query.range.limit, "limit");
}

void TestHistoryRoutes::cutsWhatIsTooMuch_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<qsizetype>("length");
    QTest::addColumn<bool>("cut");
    QTest::newRow("all of it") << 3 << qsizetype(10) << false;
    QTest::newRow("a row too many") << 4 << qsizetype(10) << true;
    QTest::newRow("too much text") << 2 << qsizetype(1'000'000) << true;
    QTest::newRow("one very long message") << 1 << qsizetype(3'000'000) << false;
}

void TestHistoryRoutes::cutsWhatIsTooMuch()
{
    QFETCH(int, count);
    QFETCH(qsizetype, length);
    QFETCH(bool, cut);
    get("/api/mensajes/mios", Role::User);
    m_store->histories.answer(messages(count, length));
    QTRY_VERIFY(client().received.endsWith("}]"));
    QCOMPARE(client().received.contains("X-Truncado: 1\r\n"), cut);
    QCOMPARE(client().received.count("\"id\":"), count - (cut ? 1 : 0));
    QCOMPARE(client().received.contains("\"id\":1,"), !cut); // the oldest goes
}

void TestHistoryRoutes::saysThatTheDatabaseFails_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("own") << QByteArray("/api/mensajes/mios") << QByteArray("Error interno");
    QTest::newRow("conversation") << QByteArray("/api/mensajes?con=alice")
                                  << QByteArray("Error al obtener mensajes");
}

void TestHistoryRoutes::saysThatTheDatabaseFails()
{
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, text);
    get(target, Role::Admin);
    m_store->histories.fail();
    QTRY_COMPARE(client().statuses(), QList<int>({500}));
    QVERIFY(client().received.contains(text));
}

QTEST_GUILESS_MAIN(TestHistoryRoutes)
#include "tst_historyroutes.moc"
