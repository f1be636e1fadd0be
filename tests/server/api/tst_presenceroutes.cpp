#include "api/presenceroutes.h"
#include "support/apifixture.h"

using namespace ventanilla;
using namespace Qt::StringLiterals;

class TestPresenceRoutes : public ApiFixture
{
    Q_OBJECT

private slots:
    void init();
    void tellsStaffWhoIsThere();
    void tellsNobodyElse_data();
    void tellsNobodyElse();

private:
    std::unique_ptr<PresenceRoutes> m_routes;
};

void TestPresenceRoutes::init()
{
    QVERIFY(prepare());
    m_routes = std::make_unique<PresenceRoutes>(*m_auth, *m_presence);
    m_routes->addTo(*m_router);
}

void TestPresenceRoutes::tellsStaffWhoIsThere()
{
    arrives(u"root"_s, Role::Admin);
    arrives(u"bob"_s);
    arrives(u"bob"_s); // another window
    get("/api/presencia", Role::Admin);
    QCOMPARE(status(), 200);
    const PresenceList expected {
        {{u"bob"_s, Role::User, PresenceState::Online}, {u"root"_s, Role::Admin, PresenceState::Online}}};
    QCOMPARE(answer(), expected.toJson());
}

void TestPresenceRoutes::tellsNobodyElse_data()
{
    QTest::addColumn<std::optional<Role>>("role");
    QTest::addColumn<QString>("text");
    QTest::newRow("a user") << std::optional(Role::User) << u"Acceso solo para administradores"_s;
    QTest::newRow("without a token") << std::optional<Role>() << u"Acceso denegado"_s;
}

void TestPresenceRoutes::tellsNobodyElse()
{
    QFETCH(std::optional<Role>, role);
    arrives(u"bob"_s);
    get("/api/presencia", role);
    QCOMPARE(status(), 403);
    QTEST(answer()[u"error"_s].toString(), "text");
    QVERIFY(!body().contains("bob"));
}

QTEST_GUILESS_MAIN(TestPresenceRoutes)
#include "tst_presenceroutes.moc"
