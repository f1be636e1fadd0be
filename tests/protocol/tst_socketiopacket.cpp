#include "protocol/socketiopacket.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;
using Type = SocketIoPacket::Type;

class TestSocketIoPacket : public QObject
{
    Q_OBJECT

private slots:
    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
    void refusesReservedEvents_data();
    void refusesReservedEvents();
    void survivesDeepNesting();
    void readsAttachments();
    void writes_data();
    void writes();
    void makesEvents();
};

void TestSocketIoPacket::reads_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Type>("type");
    QTest::addColumn<QString>("nsp");
    QTest::addColumn<qint64>("id");
    QTest::addColumn<QByteArray>("data");
    const auto row = [](const char *text, Type type, const char *nsp, qint64 id, const char *data) {
        QTest::newRow(text) << QString::fromUtf8(text) << type << QString::fromUtf8(nsp) << id
                            << QByteArray(data);
    };
    row("0", Type::Connect, "/", -1, "");
    row("0{\"token\":\"x\"}", Type::Connect, "/", -1, "{\"token\":\"x\"}");
    row("0{}", Type::Connect, "/", -1, "{}");
    row("0/custom,", Type::Connect, "/custom", -1, "");
    row("0/custom", Type::Connect, "/custom", -1, "");
    row("0/custom,{}", Type::Connect, "/custom", -1, "{}");
    row("0/,{}", Type::Connect, "/", -1, "{}");
    row("1", Type::Disconnect, "/", -1, "");
    row("1/custom,", Type::Disconnect, "/custom", -1, "");
    row("1/custom", Type::Disconnect, "/custom", -1, "");
    row("2[\"a\"]", Type::Event, "/", -1, "[\"a\"]");
    row("20[\"a\"]", Type::Event, "/", 0, "[\"a\"]");
    row("2456[\"a\",1,{}]", Type::Event, "/", 456, "[\"a\",1,{}]");
    row("2/custom,7[\"a\"]", Type::Event, "/custom", 7, "[\"a\"]");
    row("2999999999999999[\"a\"]", Type::Event, "/", 999'999'999'999'999, "[\"a\"]");
    row("2[\"a\",[[\"b\",\"2/x,\"]]]", Type::Event, "/", -1, "[\"a\",[[\"b\",\"2/x,\"]]]");
    row("2[\"\"]", Type::Event, "/", -1, "[\"\"]");
    row("2[\"ñ😀\"]", Type::Event, "/", -1, "[\"ñ😀\"]");
    row("50-[\"a\"]", Type::Event, "/", -1, "[\"a\"]");
    row("31[]", Type::Ack, "/", 1, "[]");
    row("2[12.5,1]", Type::Event, "/", -1, "[12.5,1]"); // JavaScript names events by numbers too
    row("3/custom,12[{}]", Type::Ack, "/custom", 12, "[{}]");
    row("4{\"message\":\"x\"}", Type::ConnectError, "/", -1, "{\"message\":\"x\"}");
}

void TestSocketIoPacket::reads()
{
    QFETCH(QString, text);
    QFETCH(qint64, id);
    QFETCH(QByteArray, data);
    const auto packet = SocketIoPacket::decode(text);
    QVERIFY(packet.ok());
    QTEST(packet->type, "type");
    QTEST(packet->nsp, "nsp");
    QCOMPARE(packet->id.value_or(-1), id);
    if (data.isEmpty()) {
        QVERIFY(packet->data.isUndefined());
    } else {
        const QJsonDocument expected = QJsonDocument::fromJson(data);
        QCOMPARE(packet->data,
                 expected.isArray() ? QJsonValue(expected.array()) : QJsonValue(expected.object()));
    }
    // What was read, written and read again, is the same.
    const auto again = SocketIoPacket::decode(packet->encode());
    QVERIFY(again.ok());
    QCOMPARE(again->data, packet->data);
    QCOMPARE(again->nsp, packet->nsp);
    QCOMPARE(again->id, packet->id);
}

void TestSocketIoPacket::refuses_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {
             "",
             "abc",
             "7",
             "-1",
             " 2[\"a\"]",
             // the wrong data for the type
             "0[]",
             "0[\"a\"]",
             "0\"x\"",
             "0null",
             "1{}",
             "1[]",
             "2",
             "2{}",
             "2[]",
             "2[true]",
             "2[null]",
             "2[{}]",
             "2[[\"a\"]]",
             "2\"a\"",
             "21",
             "3[]",
             "31",
             "31{}",
             "4",
             "4[]",
             "4\"x\"",
             // no JSON
             "2abc",
             "2abc[\"a\"]",
             "2[\"a\"",
             "2[\"a\"]]",
             "2[\"a\"]x",
             "2['a']",
             "2[\"a\",]",
             "2[\"a\"]2[\"b\"]",
             "0{",
             "2[\"a\",NaN]",
             // ids
             "2-1[\"a\"]",
             "2+1[\"a\"]",
             "21.5[\"a\"]",
             "21 [\"a\"]x",
             "20x1[\"a\"]",
             "21000000000000000[\"a\"]",
             "299999999999999999999999999[\"a\"]",
             // namespaces
             "2custom,[\"a\"]",
             "2/custom[\"a\"]",
             "2/custom",
             "2/custom,",
             "0/custom,[]",
             // binary
             "5[\"a\"]",
             "5-[\"a\"]",
             "51[\"a\"]",
             "51",
             "51-",
             "5x-[\"a\"]",
             "511-[\"a\"]",
             "5001-[\"a\"]",
             "50-[\"a\",{\"_placeholder\":true,\"num\":0}]",
             "51-[\"a\",{\"_placeholder\":true,\"num\":1}]",
             "51-[\"a\",{\"_placeholder\":true,\"num\":-1}]",
             "51-[\"a\",{\"_placeholder\":true,\"num\":0.5}]",
             "51-[\"a\",{\"_placeholder\":true,\"num\":\"0\"}]",
             "51-[\"a\",[{\"b\":{\"_placeholder\":true}}]]",
             "51-[\"connect\"]",
             "61-[]",
             "61-1{}",
             "7[\"a\"]",
         })
        QTest::newRow(*text ? text : "empty") << QString::fromUtf8(text);
    QTest::newRow("an over-long namespace") << QString(u"0/"_s + QString(300, u'n') + u',');
    QTest::newRow("digits of another script") << QString(u"2"_s + QChar(0x0661) + u"[\"a\"]"_s);
    QTest::newRow("NUL behind it") << QString(u"2[\"a\"]"_s + QChar(u'\0'));
}

void TestSocketIoPacket::refuses()
{
    QFETCH(QString, text);
    const auto packet = SocketIoPacket::decode(text);
    QVERIFY(!packet.ok());
    QVERIFY(!packet.error().message.isEmpty());
}

void TestSocketIoPacket::refusesReservedEvents_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("refused");
    for (const char *name :
         {"connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"})
        QTest::newRow(name) << QString::fromLatin1(name) << true;
    for (const char *name : {"Connect", "connected", "connect ", "error", "message", "ping"})
        QTest::newRow(name) << QString::fromLatin1(name) << false;
}

void TestSocketIoPacket::refusesReservedEvents()
{
    QFETCH(QString, name);
    const auto packet = SocketIoPacket::decode(QString(u"2[\""_s + name + u"\",{}]"));
    QTEST(!packet.ok(), "refused");
}

void TestSocketIoPacket::survivesDeepNesting()
{
    const int depth = 200'000;
    const QString nested = u"2[\"a\","_s + QString(depth, u'[') + QString(depth, u']') + u']';
    QVERIFY(!SocketIoPacket::decode(nested).ok());
    QVERIFY(!SocketIoPacket::decode(QString(u"2"_s + QString(depth, u'['))).ok());
    QVERIFY(!SocketIoPacket::decode(QString(u"0"_s + QString(u"{\"a\":"_s).repeated(depth))).ok());
}

void TestSocketIoPacket::readsAttachments()
{
    const QString text =
        u"52-/c,7[\"a\",{\"_placeholder\":true,\"num\":1},[{\"_placeholder\":true,\"num\":0}]]"_s;
    auto packet = SocketIoPacket::decode(text);
    QVERIFY(packet.ok());
    QCOMPARE(packet->type, Type::Event);
    QCOMPARE(packet->nsp, u"/c"_s);
    QCOMPARE(packet->id, std::optional<qint64>(7));
    QCOMPARE(packet->awaited, 2);
    QCOMPARE(packet->data.toArray().at(1), QJsonValue(SocketIoPacket::placeholder(1)));
    packet.value().attachments = {"x", "y"};
    QCOMPARE(packet->encode(), text);
    const auto ack = SocketIoPacket::decode(u"61-3[{\"_placeholder\":true,\"num\":0}]");
    QVERIFY(ack.ok());
    QCOMPARE(ack->type, Type::Ack);
    QCOMPARE(ack->awaited, 1);
    // In a packet that is not binary a placeholder is an object like any other.
    QVERIFY(SocketIoPacket::decode(u"2[\"a\",{\"_placeholder\":true,\"num\":9}]").ok());
}

void TestSocketIoPacket::writes_data()
{
    QTest::addColumn<SocketIoPacket>("packet");
    QTest::addColumn<QString>("text");
    const QJsonValue none = QJsonValue::Undefined;
    const QJsonObject sid {{u"sid"_s, u"x"_s}};
    QTest::newRow("connect") << SocketIoPacket {Type::Connect, u"/"_s, std::nullopt, none} << u"0"_s;
    QTest::newRow("connected") << SocketIoPacket {Type::Connect, u"/custom"_s, std::nullopt, sid}
                               << u"0/custom,{\"sid\":\"x\"}"_s;
    QTest::newRow("disconnect") << SocketIoPacket {Type::Disconnect, u"/custom"_s, std::nullopt, none}
                                << u"1/custom,"_s;
    QTest::newRow("event with id") << SocketIoPacket {Type::Event, u"/"_s, 456, QJsonArray {u"a"_s, 1}}
                                   << u"2456[\"a\",1]"_s;
    QTest::newRow("ack") << SocketIoPacket {Type::Ack, u"/a"_s, 0, QJsonArray()} << u"3/a,0[]"_s;
    QTest::newRow("connect error") << SocketIoPacket {Type::ConnectError, u"/random"_s, std::nullopt,
                                                      QJsonObject {{u"message"_s, u"Invalid namespace"_s}}}
                                   << u"4/random,{\"message\":\"Invalid namespace\"}"_s;
}

void TestSocketIoPacket::writes()
{
    QFETCH(SocketIoPacket, packet);
    QTEST(packet.encode(), "text");
}

void TestSocketIoPacket::makesEvents()
{
    const auto packet = SocketIoPacket::event(u"/"_s, u"listo", {QJsonObject {{u"a"_s, 1}}, 2});
    QCOMPARE(packet.encode(), u"2[\"listo\",{\"a\":1},2]"_s);
}

QTEST_GUILESS_MAIN(TestSocketIoPacket)
#include "tst_socketiopacket.moc"
