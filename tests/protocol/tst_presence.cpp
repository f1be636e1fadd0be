#include "protocol/presence.h"

#include <QJsonArray>
#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {

const Presence marta {u"marta"_s, Role::Admin, PresenceState::Away};

} // namespace

class TestPresence : public QObject
{
    Q_OBJECT

private slots:
    void namesTheStates_data();
    void namesTheStates();
    void roundTrips();
    void refuses_data();
    void refuses();
    void roundTripsLists();
    void refusesLists_data();
    void refusesLists();
};

void TestPresence::namesTheStates_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("state");
    QTest::newRow("online") << u"en_linea"_s << int(PresenceState::Online);
    QTest::newRow("away") << u"ausente"_s << int(PresenceState::Away);
    QTest::newRow("offline") << u"desconectado"_s << int(PresenceState::Offline);
    QTest::newRow("capitals") << u"En_linea"_s << -1;
    QTest::newRow("empty") << QString() << -1;
    QTest::newRow("another") << u"ocupado"_s << -1;
}

void TestPresence::namesTheStates()
{
    QFETCH(QString, text);
    const auto state = presenceStateFromWire(text);
    QTEST(state ? int(*state) : -1, "state");
    if (state)
        QCOMPARE(toWire(*state), text);
}

void TestPresence::roundTrips()
{
    QCOMPARE(marta.toJson(),
             QJsonObject({{u"usuario"_s, u"marta"_s}, {u"rol"_s, u"admin"_s}, {u"estado"_s, u"ausente"_s}}));
    QCOMPARE(*Presence::fromJson(marta.toJson()), marta);
}

void TestPresence::refuses_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QJsonValue>("value");
    for (const char *field : {"usuario", "rol", "estado"}) {
        QTest::addRow("%s missing", field) << QString::fromLatin1(field) << QJsonValue(QJsonValue::Undefined);
        QTest::addRow("%s a number", field) << QString::fromLatin1(field) << QJsonValue(1);
    }
    QTest::newRow("an unknown role") << u"rol"_s << QJsonValue(u"root"_s);
    QTest::newRow("an unknown state") << u"estado"_s << QJsonValue(u"ocupado"_s);
}

void TestPresence::refuses()
{
    QFETCH(QString, field);
    QFETCH(QJsonValue, value);
    QJsonObject json = marta.toJson();
    json.insert(field, value);
    QVERIFY(!Presence::fromJson(json).ok());
    // Nor a list with it in it.
    QVERIFY(!PresenceList::fromJson(QJsonObject {{u"presentes"_s, QJsonArray {marta.toJson(), json}}}).ok());
}

void TestPresence::roundTripsLists()
{
    const PresenceList list {{marta, {u"alice"_s, Role::User, PresenceState::Online}}};
    QCOMPARE(list.toJson().value(u"presentes").toArray().size(), 2);
    QCOMPARE(*PresenceList::fromJson(list.toJson()), list);
    QCOMPARE(*PresenceList::fromJson(PresenceList().toJson()), PresenceList());
}

void TestPresence::refusesLists_data()
{
    QTest::addColumn<QJsonValue>("json");
    QTest::newRow("nothing") << QJsonValue(QJsonValue::Undefined);
    QTest::newRow("the list alone") << QJsonValue(QJsonArray());
    QTest::newRow("an empty object") << QJsonValue(QJsonObject());
    QTest::newRow("an object instead") << QJsonValue(QJsonObject {{u"presentes"_s, QJsonObject()}});
}

void TestPresence::refusesLists()
{
    QFETCH(QJsonValue, json);
    QVERIFY(!PresenceList::fromJson(json).ok());
}

QTEST_GUILESS_MAIN(TestPresence)
#include "tst_presence.moc"
