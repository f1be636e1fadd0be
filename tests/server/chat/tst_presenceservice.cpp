#include "chat/presenceservice.h"
#include "support/recordingbroadcaster.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {

Session sessionOf(const QString &user, Role role = Role::User)
{
    return {u"id-"_s + user, {user, user, role, {}, 0, 0}};
}

} // namespace

class TestPresenceService : public QObject
{
    Q_OBJECT

private slots:
    void countsSessions();
    void tellsUsersWhenStaffComesAndGoes();
    void usersChangeNothing();
};

void TestPresenceService::countsSessions()
{
    RecordingBroadcaster broadcaster;
    PresenceService presence(broadcaster);
    QVERIFY(!presence.isOnline(u"alice"_s));
    presence.joined(sessionOf(u"alice"_s));
    presence.joined(sessionOf(u"alice"_s)); // another window
    QVERIFY(presence.isOnline(u"alice"_s));
    QVERIFY(!presence.isOnline(u"bob"_s));
    presence.left(sessionOf(u"alice"_s));
    QVERIFY(presence.isOnline(u"alice"_s));
    presence.left(sessionOf(u"alice"_s));
    QVERIFY(!presence.isOnline(u"alice"_s));
}

void TestPresenceService::tellsUsersWhenStaffComesAndGoes()
{
    RecordingBroadcaster broadcaster;
    PresenceService presence(broadcaster);
    presence.joined(sessionOf(u"root"_s, Role::Admin));
    QVERIFY(presence.isAnyoneAvailable());
    presence.joined(sessionOf(u"eve"_s, Role::Admin));
    presence.left(sessionOf(u"root"_s, Role::Admin));
    QVERIFY(presence.isAnyoneAvailable());
    QCOMPARE(broadcaster.sent.size(), 1); // only on change
    presence.left(sessionOf(u"eve"_s, Role::Admin));
    QVERIFY(!presence.isAnyoneAvailable());
    QCOMPARE(broadcaster.sent.size(), 2);
    for (const bool there : {true, false}) {
        const auto &broadcast = broadcaster.sent[there ? 0 : 1];
        QCOMPARE(broadcast.event, u"disponible"_s);
        QCOMPARE(broadcast.rooms, QStringList(u"users"_s)); // never to staff
        QCOMPARE(broadcast.payload, QJsonObject({{u"hay"_s, there}}));
    }
}

void TestPresenceService::usersChangeNothing()
{
    RecordingBroadcaster broadcaster;
    PresenceService presence(broadcaster);
    presence.joined(sessionOf(u"alice"_s));
    presence.left(sessionOf(u"alice"_s));
    QVERIFY(broadcaster.sent.isEmpty());
    QVERIFY(!presence.isAnyoneAvailable());
}

QTEST_GUILESS_MAIN(TestPresenceService)
#include "tst_presenceservice.moc"
