#include "api/historyroutes.h"
#include "support/apifixture.h"

using namespace ventanilla;
using namespace Qt::StringLiterals;

/// What the history endpoints ask of the store, and how they cut what comes back.
class TestHistoryRoutes : public ApiFixture
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
    std::unique_ptr<HistoryRoutes> m_routes;
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
    QVERIFY(prepare());
    m_routes = std::make_unique<HistoryRoutes>(HistoryConfig {3, false}, *m_auth, *m_store, *m_accounts);
    m_routes->addTo(*m_router);
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
