#include "chat/typingservice.h"
#include "support/fakestore.h"
#include "support/recordingbroadcaster.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

class TestTypingService : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void tells_data();
    void tells();
    void drops_data();
    void drops();
    void looksUpWhoIsNotKnown();
    void keepsTheOrderWhileItLooksUp();
    void dropsWhoCannotBeFound();

private:
    static Session session(const QString &user, Role role)
    {
        return {u"session-"_s + user, {user, user.toUpper(), role, {}, 0, 0}};
    }
    void tell(const Session &from, const QString &to, bool active = true)
    {
        m_service->tell(from, {to, active});
    }

    FakeStore m_store;
    RecordingBroadcaster m_broadcaster;
    std::unique_ptr<AccountDirectory> m_accounts;
    std::unique_ptr<TypingService> m_service;
};

void TestTypingService::init()
{
    m_store = FakeStore();
    m_broadcaster.sent.clear();
    m_accounts = std::make_unique<AccountDirectory>(m_store, 0, 1'000'000'000);
    for (const auto &[name, role] : {std::pair(u"alice"_s, Role::User),
                                     {u"bob"_s, Role::User},
                                     {u"root"_s, Role::Admin},
                                     {u"eve"_s, Role::Admin}})
        m_accounts->remember({name, name.toUpper(), role, AccountState::Active, 0});
    m_accounts->remember({u"gone"_s, u"Gone"_s, Role::User, AccountState::Deleted, 0});
    m_service = std::make_unique<TypingService>(*m_accounts, m_broadcaster);
}

void TestTypingService::tells_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<Role>("role");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QStringList>("rooms");
    const QStringList staff {u"admins"_s};
    const QStringList staffAndUser {u"admins"_s, u"user:alice"_s};
    QTest::newRow("a user to the mailbox") << u"alice"_s << Role::User << u"admin"_s << staff;
    QTest::newRow("the mailbox in capitals") << u"alice"_s << Role::User << u"ADMIN"_s << staff;
    QTest::newRow("a user to an agent") << u"alice"_s << Role::User << u"root"_s << staff;
    QTest::newRow("an agent to a user") << u"root"_s << Role::Admin << u"alice"_s << staffAndUser;
    QTest::newRow("the user in capitals") << u"root"_s << Role::Admin << u"ALICE"_s << staffAndUser;
}

void TestTypingService::tells()
{
    QFETCH(QString, from);
    QFETCH(Role, role);
    QFETCH(QString, to);
    for (const bool active : {true, false}) {
        m_broadcaster.sent.clear();
        tell(session(from, role), to, active);
        QCOMPARE(m_broadcaster.sent.size(), 1);
        const auto &told = m_broadcaster.sent.first();
        QCOMPARE(told.event, u"escribiendo"_s);
        QTEST(told.rooms, "rooms");
        QCOMPARE(told.except, QString(u"session-"_s + from));
        QCOMPARE(told.payload, (Typing {from, from.toUpper(), u"alice"_s, active}.toJson()));
    }
    QCOMPARE(m_store.stores.size(), std::size_t(0));
}

void TestTypingService::drops_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<Role>("role");
    QTest::addColumn<QString>("to");
    QTest::newRow("a user to another") << u"alice"_s << Role::User << u"bob"_s;
    QTest::newRow("a user to itself") << u"alice"_s << Role::User << u"alice"_s;
    QTest::newRow("an agent to the mailbox") << u"root"_s << Role::Admin << u"admin"_s;
    QTest::newRow("an agent to another") << u"root"_s << Role::Admin << u"eve"_s;
    QTest::newRow("an agent to itself") << u"root"_s << Role::Admin << u"root"_s;
    QTest::newRow("to a deleted account") << u"root"_s << Role::Admin << u"gone"_s;
    QTest::newRow("a user to a deleted account") << u"alice"_s << Role::User << u"gone"_s;
}

void TestTypingService::drops()
{
    QFETCH(QString, from);
    QFETCH(Role, role);
    QFETCH(QString, to);
    tell(session(from, role), to);
    QVERIFY(m_broadcaster.sent.isEmpty());
}

void TestTypingService::looksUpWhoIsNotKnown()
{
    {
        const Session brief = session(u"root"_s, Role::Admin);
        tell(brief, u"newcomer"_s);
    }
    QVERIFY(m_broadcaster.sent.isEmpty());
    m_store.found({u"newcomer"_s, u"N"_s});
    QCOMPARE(m_broadcaster.sent.size(), 1);
    QCOMPARE(m_broadcaster.sent.first().rooms, QStringList({u"admins"_s, u"user:newcomer"_s}));
}

void TestTypingService::keepsTheOrderWhileItLooksUp()
{
    const Session root = session(u"root"_s, Role::Admin);
    tell(root, u"newcomer"_s, true);
    m_accounts->remember({u"newcomer"_s, u"N"_s}); // who signs in at this moment
    tell(root, u"newcomer"_s, false);
    m_store.found({u"newcomer"_s, u"N"_s});
    QCOMPARE(m_broadcaster.sent.size(), 2);
    QCOMPARE(m_broadcaster.sent.last().payload.value(u"activo"), QJsonValue(false));
}

void TestTypingService::dropsWhoCannotBeFound()
{
    // Above all it must not be taken for the mailbox.
    tell(session(u"alice"_s, Role::User), u"nobody"_s);
    m_store.foundNone();
    tell(session(u"alice"_s, Role::User), u"nobody"_s);
    m_store.finds.fail();
    QVERIFY(m_broadcaster.sent.isEmpty());
}

QTEST_GUILESS_MAIN(TestTypingService)
#include "tst_typingservice.moc"
