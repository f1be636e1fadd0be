#include "api/syncroutes.h"
#include "support/apifixture.h"

using namespace ventanilla;
using namespace Qt::StringLiterals;

/// What a synchronization asks of the store, and what becomes of its answer.
class TestSyncRoutes : public ApiFixture
{
    Q_OBJECT

private slots:
    void init() { make(false); }
    void asksForWhatConcernsTheCaller_data();
    void asksForWhatConcernsTheCaller();
    void refuses_data();
    void refuses();
    void refusesWhoIsNotKnown();
    void asksForWhatOthersSentIfItIsAllowed();
    void tellsWhoIsThere();
    void saysThatTheDatabaseFails();
    void makesOnePageOfAnAccountAtOnce();

private:
    void make(bool usersMayWriteToUsers)
    {
        QVERIFY(prepare());
        m_routes = std::make_unique<SyncRoutes>(usersMayWriteToUsers, *m_auth, *m_conversations);
        m_routes->addTo(*m_router);
    }

    std::unique_ptr<SyncRoutes> m_routes;
};

void TestSyncRoutes::asksForWhatConcernsTheCaller_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<Role>("role");
    QTest::addColumn<qint64>("after");
    QTest::addColumn<qint64>("limit");
    QTest::newRow("a user") << QByteArray("desde=7") << Role::User << qint64(7) << qint64(500);
    QTest::newRow("staff") << QByteArray("desde=0&limite=1") << Role::Admin << qint64(0) << qint64(1);
    QTest::newRow("the largest") << QByteArray("desde=9007199254740991&limite=500") << Role::Admin
                                 << qint64(9'007'199'254'740'991) << qint64(500);
}

void TestSyncRoutes::asksForWhatConcernsTheCaller()
{
    QFETCH(QByteArray, query);
    QFETCH(Role, role);
    get("/api/sincronizar?" + query, role);
    QCOMPARE(m_store->synchronizations.size(), std::size_t(1));
    const SyncQuery asked = m_store->synchronizations.question();
    QCOMPARE(asked.who.username, role == Role::Admin ? u"root"_s : u"alice"_s);
    QCOMPARE(asked.who.role, role);
    QTEST(asked.after, "after");
    QTEST(asked.limit, "limit");
    QVERIFY(!asked.alsoAddressed);
    const SyncPage page {{}, {{u"alice"_s, {}, 5, 8, 0, 0}}, {}, {}, 9, true};
    m_store->synchronizations.answer(page);
    QCOMPARE(status(), 200);
    QCOMPARE(answer(), page.toJson());
}

void TestSyncRoutes::refuses_data()
{
    QTest::addColumn<QByteArray>("query");
    for (const char *query :
         {"", "desde", "desde=", "desde=-1", "desde=%2B1", "desde=+1", "desde=1+", "desde=1.5", "desde=1e3",
          "desde=x", "desde=0x10", "desde=9007199254740992", "desde=99999999999999999999", "desde=%D9%A1",
          "desde=0&limite=0", "desde=0&limite=501", "desde=0&limite=x"})
        QTest::newRow(*query ? query : "nothing") << QByteArray(query);
}

void TestSyncRoutes::refuses()
{
    QFETCH(QByteArray, query);
    get("/api/sincronizar?" + query, Role::Admin);
    QCOMPARE(status(), 400);
    QCOMPARE(answer()[u"codigo"_s], QJsonValue(u"datos_invalidos"_s));
    QCOMPARE(m_store->synchronizations.size(), std::size_t(0));
}

void TestSyncRoutes::refusesWhoIsNotKnown()
{
    get("/api/sincronizar?desde=0", std::nullopt);
    QCOMPARE(status(), 401);
    QCOMPARE(m_store->synchronizations.size(), std::size_t(0));
}

void TestSyncRoutes::asksForWhatOthersSentIfItIsAllowed()
{
    make(true);
    get("/api/sincronizar?desde=0", Role::User);
    QVERIFY(m_store->synchronizations.question().alsoAddressed);
}

void TestSyncRoutes::tellsWhoIsThere()
{
    arrives(u"bob"_s);
    get("/api/sincronizar?desde=0", Role::Admin);
    SyncPage page;
    for (const QString &user : {u"alice"_s, u"bob"_s}) {
        page.conversations.append(ConversationRow());
        page.conversations.last().user = user;
    }
    m_store->synchronizations.answer(page);
    const QJsonValue rows = answer()[u"conversaciones"_s];
    QCOMPARE(rows[0][u"en_linea"_s], QJsonValue(false));
    QCOMPARE(rows[1][u"en_linea"_s], QJsonValue(true));
}

void TestSyncRoutes::saysThatTheDatabaseFails()
{
    get("/api/sincronizar?desde=0", Role::User);
    m_store->synchronizations.fail();
    QCOMPARE(status(), 500);
    QCOMPARE(answer()[u"error"_s], QJsonValue(u"Error interno"_s));
}

void TestSyncRoutes::makesOnePageOfAnAccountAtOnce()
{
    get("/api/sincronizar?desde=0", Role::User);
    const auto again = [this] { m_router->handle(m_requests[0].first, *m_requests[0].second); };
    for (int waiting = 0; waiting < 32; ++waiting)
        again();
    QCOMPARE(m_store->synchronizations.size(), std::size_t(1));
    QVERIFY(m_requests[0].second->isWaiting());
    again(); // one more than may wait
    QCOMPARE(status(), 503);
    QCOMPARE(m_store->synchronizations.size(), std::size_t(1));
}

QTEST_GUILESS_MAIN(TestSyncRoutes)
#include "tst_syncroutes.moc"
