#include "protocol/session.h"

#include <QJsonArray>
#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {

SignedIn signedIn()
{
    return {u"alice"_s, u"Alice A."_s, Role::Admin, u"a.b.c"_s, 1'795'406'442'000};
}

Ready ready()
{
    return {17, u"epoch"_s, u"1.0"_s, {5, 6}, true};
}

} // namespace

class TestSession : public QObject
{
    Q_OBJECT

private slots:
    void roundTripsSignedIn();
    void refusesSignedIn_data();
    void refusesSignedIn();
    void roundTripsReady();
    void tellsStaffWhoIsThere();
    void refusesReadyWithABadPresence();
    void refusesReady_data();
    void refusesReady();
    void roundTripsAvailability();
    void readsSessionEnded();
    void readsRoles_data();
    void readsRoles();
};

void TestSession::roundTripsSignedIn()
{
    const QJsonObject json = signedIn().toJson();
    QCOMPARE(json.keys(), QStringList({u"caduca"_s, u"nombre"_s, u"rol"_s, u"token"_s, u"usuario"_s}));
    const auto read = SignedIn::fromJson(json);
    QVERIFY(read.ok());
    QCOMPARE(read->toJson(), json);
    QCOMPARE(read->role, Role::Admin);
}

void TestSession::refusesSignedIn_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QJsonValue>("value");
    for (const char *field : {"usuario", "nombre", "rol", "token", "caduca"}) {
        QTest::addRow("%s missing", field) << QString::fromLatin1(field) << QJsonValue(QJsonValue::Undefined);
        QTest::addRow("%s a number", field) << QString::fromLatin1(field) << QJsonValue(1);
    }
    QTest::newRow("an unknown role") << u"rol"_s << QJsonValue(u"root"_s);
    QTest::newRow("a bad time") << u"caduca"_s << QJsonValue(u"soon"_s);
}

void TestSession::refusesSignedIn()
{
    QFETCH(QString, field);
    QFETCH(QJsonValue, value);
    QJsonObject json = signedIn().toJson();
    json.insert(field, value);
    QVERIFY(!SignedIn::fromJson(json).ok());
}

void TestSession::roundTripsReady()
{
    const auto read = Ready::fromJson(ready().toJson());
    QVERIFY(read.ok());
    QCOMPARE(read->cursor, 17);
    QCOMPARE(read->epoch, u"epoch"_s);
    QCOMPARE(read->version, u"1.0"_s);
    QCOMPARE(read->limits.messageLength, 5);
    QVERIFY(read->available);
    QCOMPARE(read->toJson(), ready().toJson());
}

void TestSession::tellsStaffWhoIsThere()
{
    QVERIFY(!ready().toJson().contains(u"presencia"));
    Ready toStaff = ready();
    toStaff.staff = {{u"ana"_s, Role::Admin, PresenceState::Online},
                     {u"eva"_s, Role::Admin, PresenceState::Away}};
    const QJsonObject json = toStaff.toJson();
    QCOMPARE(json.value(u"presencia").toArray().size(), 2);
    QCOMPARE(*Ready::fromJson(json), toStaff);
    QCOMPARE(*Ready::fromJson(ready().toJson()), ready());
}

void TestSession::refusesReadyWithABadPresence()
{
    QJsonObject json = ready().toJson();
    json.insert(u"presencia"_s, QJsonArray {QJsonObject()});
    QVERIFY(!Ready::fromJson(json).ok());
}

void TestSession::refusesReady_data()
{
    QTest::addColumn<QString>("field");
    for (const char *field : {"cursor", "epoca", "limites", "disponible"})
        QTest::newRow(field) << QString::fromLatin1(field);
}

void TestSession::refusesReady()
{
    QFETCH(QString, field);
    QJsonObject json = ready().toJson();
    json.remove(field);
    QVERIFY(!Ready::fromJson(json).ok());
    json.insert(field, true);
    QVERIFY(!Ready::fromJson(json).ok());
}

void TestSession::roundTripsAvailability()
{
    for (const bool anyone : {true, false})
        QCOMPARE(Availability::fromJson(Availability {anyone}.toJson())->anyone, anyone);
    QVERIFY(!Availability::fromJson(QJsonObject {{u"hay"_s, 1}}).ok());
    QVERIFY(!Availability::fromJson(QJsonValue()).ok());
}

void TestSession::readsSessionEnded()
{
    const SessionEnded ended {ErrorCode::TokenExpired};
    QCOMPARE(SessionEnded::fromJson(ended.toJson())->code, ErrorCode::TokenExpired);
    QCOMPARE(SessionEnded::fromJson(QJsonObject {{u"codigo"_s, u"nuevo"_s}})->code, ErrorCode::TokenInvalid);
    QVERIFY(!SessionEnded::fromJson(QJsonObject()).ok());
}

void TestSession::readsRoles_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("role");
    QTest::newRow("admin") << u"admin"_s << int(Role::Admin);
    QTest::newRow("user") << u"user"_s << int(Role::User);
    QTest::newRow("capitals") << u"Admin"_s << -1;
    QTest::newRow("white space") << u"admin "_s << -1;
    QTest::newRow("empty") << QString() << -1;
    QTest::newRow("another") << u"root"_s << -1;
}

void TestSession::readsRoles()
{
    QFETCH(QString, text);
    const auto role = roleFromWire(text);
    QTEST(role ? int(*role) : -1, "role");
    if (role)
        QCOMPARE(toWire(*role), text);
}

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
