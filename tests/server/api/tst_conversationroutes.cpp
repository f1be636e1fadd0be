#include "api/conversationroutes.h"
#include "support/apifixture.h"

using namespace ventanilla;
using namespace Qt::StringLiterals;

/// What the list of conversations asks of the store, and where a user stands.
class TestConversationRoutes : public ApiFixture
{
    Q_OBJECT

private slots:
    void init();
    void asksAsTheCaller();
    void filters_data();
    void filters();
    void refuses_data();
    void refuses();
    void tellsWhoIsThere();
    void tellsAUserWhereTheyStand();
    void hasNoThreadForOthers_data();
    void hasNoThreadForOthers();
    void saysThatTheDatabaseFails_data();
    void saysThatTheDatabaseFails();

private:
    std::unique_ptr<ConversationRoutes> m_routes;
};

void TestConversationRoutes::init()
{
    QVERIFY(prepare());
    m_routes = std::make_unique<ConversationRoutes>(*m_auth, *m_conversations);
    m_routes->addTo(*m_router);
}

void TestConversationRoutes::asksAsTheCaller()
{
    get("/api/conversaciones?orden=espera&limite=7&texto=a%20b&tras=xyz", Role::Admin);
    const ConversationQuery query = m_store->pages.question();
    QCOMPARE(query.reader, u"root"_s);
    QCOMPARE(query.order, ConversationOrder::LongestWaiting);
    QCOMPARE(query.limit, 7);
    QCOMPARE(query.text, u"a b"_s);
    QCOMPARE(query.after, u"xyz"_s);
}

void TestConversationRoutes::filters_data()
{
    QTest::addColumn<QByteArray>("filter");
    QTest::addColumn<QString>("expected"); // own, unassigned, unread, open, closed
    QTest::newRow("none") << QByteArray() << u"....."_s;
    QTest::newRow("own") << QByteArray("?filtro=mias") << u"o...."_s;
    QTest::newRow("unassigned") << QByteArray("?filtro=sin_asignar") << u".u..."_s;
    QTest::newRow("unread") << QByteArray("?filtro=no_leidas") << u"..n.."_s;
    QTest::newRow("open") << QByteArray("?filtro=abiertas") << u"...a."_s;
    QTest::newRow("closed") << QByteArray("?filtro=cerradas") << u"....c"_s;
    QTest::newRow("two") << QByteArray("?filtro=abiertas,mias") << u"o..a."_s;
    QTest::newRow("two, escaped") << QByteArray("?filtro=no_leidas%2Csin_asignar") << u".un.."_s;
    QTest::newRow("one twice") << QByteArray("?filtro=mias,mias") << u"o...."_s;
    QTest::newRow("empty") << QByteArray("?filtro=") << u"....."_s;
}

void TestConversationRoutes::filters()
{
    QFETCH(QByteArray, filter);
    get("/api/conversaciones" + filter, Role::Admin);
    const ConversationFilter asked = m_store->pages.question().filter;
    const auto letter = [](bool set, QChar name) { return set ? name : QChar(u'.'); };
    QString letters;
    letters += letter(asked.own, u'o');
    letters += letter(asked.unassigned, u'u');
    letters += letter(asked.unread, u'n');
    letters += letter(asked.open, u'a');
    letters += letter(asked.closed, u'c');
    QTEST(letters, "expected");
}

void TestConversationRoutes::refuses_data()
{
    QTest::addColumn<QByteArray>("query");
    for (const char *query :
         {"filtro=otras", "filtro=mias,otras", "filtro=mias,", "filtro=,mias", "filtro=MIAS",
          "filtro=mias%20", "filtro=mias;abiertas", "orden=otro", "limite=0"})
        QTest::newRow(query) << QByteArray(query);
}

void TestConversationRoutes::refuses()
{
    QFETCH(QByteArray, query);
    get("/api/conversaciones?" + query, Role::Admin);
    QCOMPARE(status(), 400);
    QCOMPARE(answer()[u"codigo"_s], QJsonValue(u"datos_invalidos"_s));
    QCOMPARE(m_store->pages.size(), std::size_t(0));
}

void TestConversationRoutes::tellsWhoIsThere()
{
    arrives(u"alice"_s);
    get("/api/conversaciones", Role::Admin);
    ConversationPage page;
    page.rows.append(ConversationRow());
    page.rows.last().user = u"alice"_s;
    m_store->pages.answer(page);
    QCOMPARE(answer()[u"filas"_s][0][u"en_linea"_s], QJsonValue(true));
}

void TestConversationRoutes::tellsAUserWhereTheyStand()
{
    get("/api/conversaciones/mia", Role::User);
    QCOMPARE(m_store->ownThreads.question(), u"alice"_s);
    const OwnThread thread {{5, 3}, {40, 8, 2}, 39, 41};
    m_store->ownThreads.answer(thread);
    QCOMPARE(status(), 200);
    QCOMPARE(answer(), thread.toJson());
}

void TestConversationRoutes::hasNoThreadForOthers_data()
{
    QTest::addColumn<std::optional<Role>>("role");
    QTest::addColumn<int>("expected");
    QTest::addColumn<QString>("text");
    QTest::newRow("staff") << std::optional(Role::Admin) << 403 << u"Acceso solo para usuarios"_s;
    QTest::newRow("nobody") << std::optional<Role>() << 401 << u"No autenticado"_s;
}

void TestConversationRoutes::hasNoThreadForOthers()
{
    QFETCH(std::optional<Role>, role);
    get("/api/conversaciones/mia", role);
    QTEST(status(), "expected");
    QTEST(answer()[u"error"_s].toString(), "text");
    QCOMPARE(m_store->ownThreads.size(), std::size_t(0));
}

void TestConversationRoutes::saysThatTheDatabaseFails_data()
{
    QTest::addColumn<StoreError::Kind>("kind");
    QTest::addColumn<int>("expected");
    QTest::newRow("it fails") << StoreError::Kind::Unavailable << 500;
    QTest::newRow("the mark is forged") << StoreError::Kind::BadRequest << 400;
}

void TestConversationRoutes::saysThatTheDatabaseFails()
{
    QFETCH(StoreError::Kind, kind);
    get("/api/conversaciones", Role::Admin);
    m_store->pages.fail(kind);
    QTEST(status(), "expected");
}

QTEST_GUILESS_MAIN(TestConversationRoutes)
#include "tst_conversationroutes.moc"
