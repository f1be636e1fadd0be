#include "chat/presenceservice.h"
#include "support/manualclock.h"
#include "support/recordingbroadcaster.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 graceMs = 5'000;

Session sessionOf(const QString &user, Role role = Role::User, const QString &window = u"1"_s)
{
    return {user + u'-' + window, {user, user, role, {}, 0, 0}};
}

Session agent(const QString &user, const QString &window = u"1"_s)
{
    return sessionOf(user, Role::Admin, window);
}

} // namespace

class TestPresenceService : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void countsSessions();
    void tellsStaffOfEverybody_data();
    void tellsStaffOfEverybody();
    void tellsUsersWhenStaffComesAndGoes();
    void usersChangeNothingForUsers();
    void aReloadIsNoFarewell();
    void whatWasAnnouncedHolds();
    void aReloadStartsTheGraceAgain();
    void leavesInTheirOrder();
    void theTimerAnnouncesByItself();
    void aNewRoleIsSomebodyElse();
    void listsWhoIsThere();

private:
    /// As `user estado`, and `disponible` as `hay` or `no hay`.
    QStringList told() const
    {
        QStringList words;
        for (const auto &each : m_broadcaster->sent) {
            const QJsonObject &payload = each.payload;
            if (each.event == u"presencia")
                words.append(u"%1 %2"_s.arg(payload.value(u"usuario").toString(),
                                            payload.value(u"estado").toString()));
            else
                words.append(payload.value(u"hay").toBool() ? u"hay"_s : u"no hay"_s);
        }
        return words;
    }
    void pass(qint64 ms)
    {
        m_clock.advance(ms);
        m_presence->announceDepartures();
    }
    void start(qint64 grace)
    {
        m_broadcaster = std::make_unique<RecordingBroadcaster>();
        m_presence = std::make_unique<PresenceService>(*m_broadcaster, m_clock, grace);
    }

    ManualClock m_clock;
    std::unique_ptr<RecordingBroadcaster> m_broadcaster;
    std::unique_ptr<PresenceService> m_presence;
};

void TestPresenceService::init()
{
    start(graceMs);
}

void TestPresenceService::countsSessions()
{
    QVERIFY(!m_presence->isOnline(u"alice"_s));
    m_presence->joined(sessionOf(u"alice"_s));
    m_presence->joined(sessionOf(u"alice"_s, Role::User, u"2"_s));
    QVERIFY(m_presence->isOnline(u"alice"_s));
    QVERIFY(!m_presence->isOnline(u"bob"_s));
    m_presence->left(sessionOf(u"alice"_s));
    pass(graceMs);
    QVERIFY(m_presence->isOnline(u"alice"_s));
    m_presence->left(sessionOf(u"alice"_s, Role::User, u"2"_s));
    pass(graceMs);
    QVERIFY(!m_presence->isOnline(u"alice"_s));
    QCOMPARE(told(), QStringList({u"alice en_linea"_s, u"alice desconectado"_s})); // only on change
}

void TestPresenceService::tellsStaffOfEverybody_data()
{
    QTest::addColumn<Role>("role");
    QTest::newRow("a user") << Role::User;
    QTest::newRow("an agent") << Role::Admin;
}

void TestPresenceService::tellsStaffOfEverybody()
{
    QFETCH(Role, role);
    m_presence->joined(agent(u"root"_s));
    m_broadcaster->sent.clear();
    m_presence->joined(sessionOf(u"ana"_s, role));
    m_presence->left(sessionOf(u"ana"_s, role));
    pass(graceMs);
    QCOMPARE(m_broadcaster->sent.size(), 2);
    const auto &came = m_broadcaster->sent[0];
    QCOMPARE(came.event, u"presencia"_s);
    QCOMPARE(came.rooms, QStringList(u"admins"_s));
    QCOMPARE(came.except, u"ana-1"_s); // which has it from its listo
    QCOMPARE(came.payload, (Presence {u"ana"_s, role, PresenceState::Online}.toJson()));
    const auto &went = m_broadcaster->sent[1];
    QCOMPARE(went.rooms, QStringList(u"admins"_s));
    QCOMPARE(went.payload, (Presence {u"ana"_s, role, PresenceState::Offline}.toJson()));
}

void TestPresenceService::tellsUsersWhenStaffComesAndGoes()
{
    m_presence->joined(agent(u"root"_s));
    QVERIFY(m_presence->isAnyoneAvailable());
    m_presence->joined(agent(u"eve"_s));
    m_presence->left(agent(u"root"_s));
    pass(graceMs);
    QVERIFY(m_presence->isAnyoneAvailable());
    QCOMPARE(m_broadcaster->of(u"disponible").size(), 1); // only on change
    m_presence->left(agent(u"eve"_s)); // crashed or closed, it is the same
    pass(graceMs);
    QVERIFY(!m_presence->isAnyoneAvailable());
    const auto changes = m_broadcaster->of(u"disponible");
    QCOMPARE(changes.size(), 2);
    for (const bool there : {true, false}) {
        const auto &change = changes[there ? 0 : 1];
        QCOMPARE(change.rooms, QStringList(u"users"_s)); // never to staff
        QCOMPARE(change.payload, QJsonObject({{u"hay"_s, there}}));
    }
}

void TestPresenceService::usersChangeNothingForUsers()
{
    m_presence->joined(sessionOf(u"alice"_s));
    m_presence->left(sessionOf(u"alice"_s));
    pass(graceMs);
    QVERIFY(!m_presence->isAnyoneAvailable());
    for (const auto &each : std::as_const(m_broadcaster->sent))
        QCOMPARE(each.rooms, QStringList(u"admins"_s));
}

void TestPresenceService::aReloadIsNoFarewell()
{
    m_presence->joined(agent(u"root"_s));
    m_broadcaster->sent.clear();
    for (int i = 0; i < 3; ++i) {
        m_presence->left(agent(u"root"_s));
        pass(graceMs - 1);
        m_presence->joined(agent(u"root"_s));
        pass(graceMs);
    }
    QCOMPARE(told(), QStringList());
    QVERIFY(m_presence->isAnyoneAvailable());
}

void TestPresenceService::whatWasAnnouncedHolds()
{
    m_presence->joined(agent(u"root"_s));
    m_presence->left(agent(u"root"_s));
    pass(graceMs - 1);
    // Nobody was told otherwise, so whoever asks now gets the same answer.
    QVERIFY(m_presence->isOnline(u"root"_s));
    QVERIFY(m_presence->isAnyoneAvailable());
    QCOMPARE(m_presence->staff().size(), 1);
    pass(1);
    QVERIFY(!m_presence->isOnline(u"root"_s));
    QVERIFY(!m_presence->isAnyoneAvailable());
    QVERIFY(m_presence->staff().isEmpty());
    QCOMPARE(told(), QStringList({u"root en_linea"_s, u"hay"_s, u"root desconectado"_s, u"no hay"_s}));
}

void TestPresenceService::aReloadStartsTheGraceAgain()
{
    m_presence->joined(agent(u"root"_s));
    m_presence->left(agent(u"root"_s));
    pass(graceMs / 2);
    m_presence->joined(agent(u"root"_s));
    m_presence->left(agent(u"root"_s));
    pass(graceMs / 2); // the first departure would be due, but is void
    QVERIFY(m_presence->isOnline(u"root"_s));
    pass(graceMs / 2);
    QVERIFY(!m_presence->isOnline(u"root"_s));
    pass(graceMs);
    QCOMPARE(m_broadcaster->of(u"presencia").size(), 2);
}

void TestPresenceService::leavesInTheirOrder()
{
    for (const QString &name : {u"alice"_s, u"bob"_s, u"carol"_s})
        m_presence->joined(sessionOf(name));
    m_broadcaster->sent.clear();
    m_presence->left(sessionOf(u"carol"_s));
    m_presence->left(sessionOf(u"alice"_s));
    m_clock.advance(1);
    m_presence->left(sessionOf(u"bob"_s));
    pass(graceMs - 1);
    QCOMPARE(told(), QStringList({u"carol desconectado"_s, u"alice desconectado"_s}));
    pass(1);
    QCOMPARE(told().mid(2), QStringList({u"bob desconectado"_s}));
}

void TestPresenceService::theTimerAnnouncesByItself()
{
    start(0);
    m_presence->joined(agent(u"root"_s));
    m_presence->left(agent(u"root"_s));
    QVERIFY(m_presence->isOnline(u"root"_s)); // at the earliest in the next turn of the loop
    QTRY_VERIFY(!m_presence->isOnline(u"root"_s));
    QVERIFY(!m_presence->isAnyoneAvailable());
    // And for those who leave while it waits for others.
    start(1);
    m_presence->joined(sessionOf(u"alice"_s));
    m_presence->joined(sessionOf(u"bob"_s));
    m_presence->left(sessionOf(u"alice"_s));
    m_clock.advance(1);
    m_presence->left(sessionOf(u"bob"_s));
    QTRY_VERIFY(!m_presence->isOnline(u"alice"_s));
    QVERIFY(m_presence->isOnline(u"bob"_s));
    m_clock.advance(1);
    QTRY_VERIFY(!m_presence->isOnline(u"bob"_s));
}

void TestPresenceService::aNewRoleIsSomebodyElse()
{
    m_presence->joined(agent(u"root"_s));
    m_broadcaster->sent.clear();
    m_presence->left(agent(u"root"_s));
    m_presence->joined(sessionOf(u"root"_s, Role::User)); // within the grace
    QCOMPARE(told(), QStringList({u"root en_linea"_s, u"no hay"_s}));
    QCOMPARE(m_broadcaster->sent[0].payload.value(u"rol"), QJsonValue(u"user"_s));
    QVERIFY(!m_presence->isAnyoneAvailable());
    m_presence->left(sessionOf(u"root"_s, Role::User));
    pass(graceMs);
    QCOMPARE(told().mid(2), QStringList({u"root desconectado"_s}));
}

void TestPresenceService::listsWhoIsThere()
{
    m_presence->joined(agent(u"root"_s));
    m_presence->joined(sessionOf(u"alice"_s));
    m_presence->joined(agent(u"eve"_s));
    m_presence->joined(agent(u"eve"_s, u"2"_s));
    const Presence eve {u"eve"_s, Role::Admin, PresenceState::Online};
    const Presence root {u"root"_s, Role::Admin, PresenceState::Online};
    QCOMPARE(m_presence->staff(), QList<Presence>({eve, root}));
    QCOMPARE(m_presence->everybody(),
             QList<Presence>({{u"alice"_s, Role::User, PresenceState::Online}, eve, root}));
}

QTEST_GUILESS_MAIN(TestPresenceService)
#include "tst_presenceservice.moc"
