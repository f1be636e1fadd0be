#include "protocol/engineiopacket.h"

#include <QJsonDocument>
#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;
using Type = EngineIoPacket::Type;

class TestEngineIoPacket : public QObject
{
    Q_OBJECT

private slots:
    void roundTrips_data();
    void roundTrips();
    void refusesMalformed_data();
    void refusesMalformed();
    void writesTheHandshake();
    void readsHandshakes_data();
    void readsHandshakes();
};

void TestEngineIoPacket::roundTrips_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Type>("type");
    QTest::addColumn<QString>("payload");
    QTest::newRow("open") << u"0{}"_s << Type::Open << u"{}"_s;
    QTest::newRow("close") << u"1"_s << Type::Close << QString();
    QTest::newRow("ping") << u"2"_s << Type::Ping << QString();
    QTest::newRow("probe") << u"2probe"_s << Type::Ping << u"probe"_s;
    QTest::newRow("pong") << u"3"_s << Type::Pong << QString();
    QTest::newRow("message") << u"4hello"_s << Type::Message << u"hello"_s;
    QTest::newRow("empty message") << u"4"_s << Type::Message << QString();
    QTest::newRow("message of digits") << u"442"_s << Type::Message << u"42"_s;
    QTest::newRow("message beyond ASCII") << u"4ñ😀"_s << Type::Message << u"ñ😀"_s;
    QTest::newRow("upgrade") << u"5"_s << Type::Upgrade << QString();
    QTest::newRow("noop") << u"6"_s << Type::Noop << QString();
}

void TestEngineIoPacket::roundTrips()
{
    QFETCH(QString, text);
    const auto packet = EngineIoPacket::decode(text);
    QVERIFY(packet.ok());
    QTEST(packet->type, "type");
    QTEST(packet->payload, "payload");
    QCOMPARE(packet->encode(), text);
}

void TestEngineIoPacket::refusesMalformed_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << QString();
    QTest::newRow("letters") << u"abc"_s;
    QTest::newRow("type 7") << u"7"_s;
    QTest::newRow("type 9") << u"9x"_s;
    QTest::newRow("binary is polling's") << u"bAQID"_s;
    QTest::newRow("leading space") << u" 4hello"_s;
    QTest::newRow("minus") << u"-1"_s;
    QTest::newRow("below 0") << u"/x"_s;
    QTest::newRow("NUL") << QString(QChar(u'\0'));
    QTest::newRow("a digit of another script") << QString(QChar(0x0664));
    QTest::newRow("lone surrogate") << QString(QChar(0xD83D));
}

void TestEngineIoPacket::refusesMalformed()
{
    QFETCH(QString, text);
    QVERIFY(!EngineIoPacket::decode(text).ok());
}

void TestEngineIoPacket::writesTheHandshake()
{
    const EngineIoHandshake handshake {u"abc"_s, {u"websocket"_s}, 300, 200, 1000};
    const QJsonObject json = handshake.toJson();
    QCOMPARE(json.keys(),
             QStringList({u"maxPayload"_s, u"pingInterval"_s, u"pingTimeout"_s, u"sid"_s, u"upgrades"_s}));
    const auto read = EngineIoHandshake::fromJson(json);
    QVERIFY(read.ok());
    QCOMPARE(read->sid, u"abc"_s);
    QCOMPARE(read->upgrades, QStringList(u"websocket"_s));
    QCOMPARE(read->pingIntervalMs, 300);
    QCOMPARE(read->pingTimeoutMs, 200);
    QCOMPARE(read->maxPayload, 1000);
}

void TestEngineIoPacket::readsHandshakes_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<bool>("good");
    const auto row = [](const char *name, const QByteArray &fields, bool good) {
        QTest::newRow(name) << QByteArray('{' + fields + '}') << good;
    };
    const QByteArray times = R"("pingInterval":1,"pingTimeout":1,"maxPayload":1)";
    row("good", R"("sid":"a","upgrades":[],)" + times, true);
    row("with more fields", R"("x":1,"sid":"a","upgrades":[],)" + times, true);
    row("no sid", R"("upgrades":[],)" + times, false);
    row("sid is a number", R"("sid":1,"upgrades":[],)" + times, false);
    row("upgrades is a string", R"("sid":"a","upgrades":"x",)" + times, false);
    row("no times", R"("sid":"a","upgrades":[])", false);
    row("interval 0", R"("sid":"a","upgrades":[],"pingInterval":0,"pingTimeout":1,"maxPayload":1)", false);
    row("negative timeout", R"("sid":"a","upgrades":[],"pingInterval":1,"pingTimeout":-1,"maxPayload":1)",
        false);
    row("half a millisecond", R"("sid":"a","upgrades":[],"pingInterval":0.5,"pingTimeout":1,"maxPayload":1)",
        false);
}

void TestEngineIoPacket::readsHandshakes()
{
    QFETCH(QByteArray, json);
    QTEST(EngineIoHandshake::fromJson(QJsonDocument::fromJson(json).object()).ok(), "good");
}

QTEST_GUILESS_MAIN(TestEngineIoPacket)
#include "tst_engineiopacket.moc"
