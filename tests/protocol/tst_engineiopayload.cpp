#include "protocol/engineiopayload.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;
using Type = EngineIoPacket::Type;

class TestEngineIoPayload : public QObject
{
    Q_OBJECT

private slots:
    void reads();
    void readsOnePacketOfEachKind_data();
    void readsOnePacketOfEachKind();
    void refuses_data();
    void refuses();
    void boundsTheNumberOfPackets();
    void writes();
};

void TestEngineIoPayload::reads()
{
    const auto packets = EngineIoPayload::decode("4hello\x1e"
                                                 "2\x1e"
                                                 "bAQIDBA==\x1e"
                                                 "4\xc3\xb1");
    QVERIFY(packets.ok());
    QCOMPARE(packets->size(), 4);
    QCOMPARE(packets->at(0).payload, u"hello"_s);
    QCOMPARE(packets->at(1).type, Type::Ping);
    QCOMPARE(packets->at(2).type, Type::Message);
    QCOMPARE(packets->at(2).binary, std::optional(QByteArray("\1\2\3\4")));
    QCOMPARE(packets->at(3).payload, u"ñ"_s);
    QVERIFY(!packets->at(3).binary);
}

void TestEngineIoPayload::readsOnePacketOfEachKind_data()
{
    QTest::addColumn<QByteArray>("body");
    for (const char *body : {"0{}", "1", "2", "2probe", "3", "4", "4x", "5", "6", "b", "bAA==", "bAAAA"})
        QTest::newRow(body) << QByteArray(body);
}

void TestEngineIoPayload::readsOnePacketOfEachKind()
{
    QFETCH(QByteArray, body);
    const auto packets = EngineIoPayload::decode(body);
    QVERIFY(packets.ok());
    QCOMPARE(packets->size(), 1);
    const EngineIoPacket &packet = packets->first();
    QCOMPARE(packet.binary ? EngineIoPayload::encodeBinary(*packet.binary)
                           : EngineIoPayload::encodeText(packet.encode()),
             body);
}

void TestEngineIoPayload::refuses_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("abc") << QByteArray("abc");
    QTest::newRow("type 7") << QByteArray("7");
    QTest::newRow("an empty packet at the end") << QByteArray("4a\x1e");
    QTest::newRow("an empty packet in front") << QByteArray("\x1e"
                                                            "4a");
    QTest::newRow("one bad among good ones") << QByteArray("4a\x1e"
                                                           "x\x1e"
                                                           "4b");
    QTest::newRow("no UTF-8") << QByteArray("4\xff");
    QTest::newRow("a cut code point") << QByteArray("4\xc3");
    QTest::newRow("an encoded surrogate") << QByteArray("4\xed\xa0\x80");
    QTest::newRow("no base64") << QByteArray("b!!!!");
    QTest::newRow("base64 with white space") << QByteArray("bAA AA");
    QTest::newRow("base64 of another alphabet") << QByteArray("b-_-_");
}

void TestEngineIoPayload::refuses()
{
    QFETCH(QByteArray, body);
    QVERIFY(!EngineIoPayload::decode(body).ok());
}

void TestEngineIoPayload::boundsTheNumberOfPackets()
{
    QByteArray most = QByteArray("4\x1e").repeated(EngineIoPayload::mostPackets);
    most.chop(1);
    QVERIFY(EngineIoPayload::decode(most).ok());
    QVERIFY(!EngineIoPayload::decode(QByteArray(most
                                                + "\x1e"
                                                  "4"))
                 .ok());
}

void TestEngineIoPayload::writes()
{
    QCOMPARE(EngineIoPayload::encodeText(u"4ñ"_s), QByteArray("4\xc3\xb1"));
    QCOMPARE(EngineIoPayload::encodeBinary("\1\2\3\4"), QByteArray("bAQIDBA=="));
    QCOMPARE(EngineIoPayload::encodeBinary(QByteArray()), QByteArray("b"));
}

QTEST_GUILESS_MAIN(TestEngineIoPayload)
#include "tst_engineiopayload.moc"
