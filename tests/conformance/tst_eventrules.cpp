#include "conformance/socketiofixture.h"

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {

QString placeholders(int count)
{
    QStringList list;
    for (int i = 0; i < count; ++i)
        list.append(u"{\"_placeholder\":true,\"num\":%1}"_s.arg(i));
    return list.join(u',');
}

} // namespace

/// Of events and acknowledgements in a namespace that is joined.
class TestEventRules : public SocketIoFixture
{
    Q_OBJECT

private slots:
    void init();
    void answersAnEvent_data();
    void answersAnEvent();
    void takesAndGivesAttachments_data();
    void takesAndGivesAttachments();
    void takesAndGivesAttachmentsOverPolling();
    void closesOnABrokenPacket_data();
    void closesOnABrokenPacket();
    void takesAnEventNamedByANumber();
    void closesOnAReservedEventName_data();
    void closesOnAReservedEventName();
    void closesOnTextWhileAttachmentsAreMissing();
    void closesOnBytesNobodyWaitsFor();
    void closesOnOneAttachmentTooMany();
};

void TestEventRules::init()
{
    QVERIFY(open(calmConfig()));
    QVERIFY(joinMain());
}

void TestEventRules::answersAnEvent_data()
{
    QTest::addColumn<QString>("packet");
    QTest::addColumn<QString>("answer");
    const auto row = [](const char *name, const char *packet, const char *answer) {
        QTest::newRow(name) << QString::fromUtf8(packet) << QString::fromUtf8(answer);
    };
    row("without arguments", R"(42["message"])", R"(42["message-back"])");
    row("with arguments", R"(42["message",1,"2",{"3":[true]}])", R"(42["message-back",1,"2",{"3":[true]}])");
    row("beyond ASCII", R"(42["message","ñ€😀"])", R"(42["message-back","ñ€😀"])");
    row("in another namespace", R"(42/custom,["message",1])", R"(42/custom,["message-back",1])");
    row("acknowledged", R"(42456["message-with-ack",1,"2",{"3":[false]}])", R"(43456[1,"2",{"3":[false]}])");
    row("acknowledged, with the first id", R"(420["message-with-ack"])", "430[]");
    row("acknowledged in another namespace", R"(42/custom,7["message-with-ack",1])", "43/custom,7[1]");
}

void TestEventRules::answersAnEvent()
{
    QFETCH(QString, packet);
    QFETCH(QString, answer);
    QVERIFY(joinCustom());
    client().send(packet);
    client().send(u"42[\"message\",\"the next\"]"_s); // whose answer shows that there was one only
    QCOMPARE(client().received(2), QStringList({answer, u"42[\"message-back\",\"the next\"]"_s}));
}

void TestEventRules::takesAndGivesAttachments_data()
{
    QTest::addColumn<QString>("packet");
    QTest::addColumn<QString>("answer");
    QTest::newRow("an event") << u"452-[\"message\",%1]"_s << u"452-[\"message-back\",%1]"_s;
    QTest::newRow("an acknowledgement") << u"452-789[\"message-with-ack\",%1]"_s << u"462-789[%1]"_s;
    QTest::newRow("deep inside") << u"452-[\"message\",{\"a\":[%1]},\"b\"]"_s
                                 << u"452-[\"message-back\",{\"a\":[%1]},\"b\"]"_s;
}

void TestEventRules::takesAndGivesAttachments()
{
    QFETCH(QString, packet);
    QFETCH(QString, answer);
    client().send(packet.arg(placeholders(2)));
    client().send(QByteArray("\x01\x02\x03"));
    client().send(QByteArray("\x04\x05\x06"));
    QCOMPARE(client().received(3),
             QStringList({answer.arg(placeholders(2)), WebSocketClient::binary("\x01\x02\x03"),
                          WebSocketClient::binary("\x04\x05\x06")}));
}

void TestEventRules::takesAndGivesAttachmentsOverPolling()
{
    PollingClient polling = pollingClient();
    QVERIFY(polling.open());
    QCOMPARE(polling.post("40").answer().body, "ok");
    QCOMPARE(polling.poll().answer().body.count('\x1e'), 1);
    const QByteArray arguments = placeholders(2).toUtf8();
    const QByteArray event = "452-[\"message\"," + arguments + "]";
    QCOMPARE(polling.post(PollingClient::payload({event, "bAQID", "bBAUG"})).answer().body, "ok");
    const QByteArray answer = "452-[\"message-back\"," + arguments + "]";
    QCOMPARE(polling.poll().answer().body, PollingClient::payload({answer, "bAQID", "bBAUG"}));
}

void TestEventRules::closesOnABrokenPacket_data()
{
    QTest::addColumn<QString>("packet");
    QTest::newRow("no packet") << u"4abc"_s;
    QTest::newRow("a type there is not") << u"47[\"message\"]"_s;
    QTest::newRow("an object instead of arguments") << u"42{}"_s;
    QTest::newRow("no arguments") << u"42"_s;
    QTest::newRow("not even a name") << u"42[]"_s;
    QTest::newRow("broken JSON") << u"42[\"message\""_s;
    QTest::newRow("an id that is no number") << u"42abc[\"message-with-ack\",1,\"2\",{\"3\":[false]}]"_s;
    QTest::newRow("joining twice") << u"40"_s;
    QTest::newRow("what only a server says") << u"44{\"message\":\"no\"}"_s;
}

void TestEventRules::closesOnABrokenPacket()
{
    QFETCH(QString, packet);
    client().send(packet);
    QCOMPARE(closeReason(), forAnError());
    QCOMPARE(client().messages, QStringList());
}

void TestEventRules::takesAnEventNamedByANumber()
{
    client().send(u"42[12.5,\"message\"]"_s); // of which nobody knows
    client().send(u"42[\"message\",1]"_s);
    QCOMPARE(client().received(1), QStringList(u"42[\"message-back\",1]"_s));
}

void TestEventRules::closesOnAReservedEventName_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name :
         {"connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void TestEventRules::closesOnAReservedEventName()
{
    QFETCH(QString, name);
    client().send(u"42[\"%1-not\"]"_s.arg(name)); // of which nobody knows, and which harms nobody
    client().send(u"42[\"message\",1]"_s);
    QCOMPARE(client().received(1).size(), 1);
    client().send(u"42[\"%1\"]"_s.arg(name));
    QCOMPARE(closeReason(), forAnError());
    QCOMPARE(client().messages.size(), 1);
}

void TestEventRules::closesOnTextWhileAttachmentsAreMissing()
{
    client().send(u"452-[\"message\",%1]"_s.arg(placeholders(2)));
    client().send(QByteArray("\x01"));
    client().send(u"42[\"message\",1]"_s);
    QCOMPARE(closeReason(), forAnError());
    QCOMPARE(client().messages, QStringList());
}

void TestEventRules::closesOnBytesNobodyWaitsFor()
{
    client().send(QByteArray("\x01"));
    QCOMPARE(closeReason(), forAnError());
    QCOMPARE(client().messages, QStringList());
}

void TestEventRules::closesOnOneAttachmentTooMany()
{
    client().send(u"4510-[\"message\",%1]"_s.arg(placeholders(10)));
    for (int i = 0; i < 10; ++i)
        client().send(QByteArray("\x01"));
    QCOMPARE(client().received(11).size(), 11);
    client().send(u"4511-[\"message\",%1]"_s.arg(placeholders(11)));
    QCOMPARE(closeReason(), forAnError());
    QCOMPARE(client().messages.size(), 11);
}

QTEST_GUILESS_MAIN(TestEventRules)
#include "tst_eventrules.moc"
