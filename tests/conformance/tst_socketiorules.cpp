#include "conformance/socketiofixture.h"

#include <QElapsedTimer>

using namespace ventanilla;
using namespace Qt::StringLiterals;

/// Of joining and leaving namespaces; tst_eventrules has what is said in them.
class TestSocketIoRules : public SocketIoFixture
{
    Q_OBJECT

private slots:
    void init();
    void joinsTheNamespaceThatIsAskedFor_data();
    void joinsTheNamespaceThatIsAskedFor();
    void joinsOverPollingToo();
    void givesEachNamespaceItsOwnSid();
    void refusesANamespaceThereIsNot_data();
    void refusesANamespaceThereIsNot();
    void closesOnAFirstPacketThatIsNoConnect_data();
    void closesOnAFirstPacketThatIsNoConnect();
    void closesAPollingSessionOnABadFirstPacket();
    void closesAClientThatDoesNotJoin_data();
    void closesAClientThatDoesNotJoin();
    void goesOnPingingAfterTheMainNamespaceIsLeft();
    void keepsTheMainNamespaceWhenAnotherIsLeft();
    void closesOnAPacketToANamespaceThatIsNotJoined_data();
    void closesOnAPacketToANamespaceThatIsNotJoined();
};

void TestSocketIoRules::init()
{
    QVERIFY(open(calmConfig()));
}

void TestSocketIoRules::joinsTheNamespaceThatIsAskedFor_data()
{
    QTest::addColumn<QString>("connect");
    QTest::addColumn<QString>("prefix");
    QTest::addColumn<QString>("auth");
    const auto row = [](const char *name, const char *connect, const char *prefix, const char *auth) {
        QTest::newRow(name) << QString::fromUtf8(connect) << QString::fromUtf8(prefix)
                            << QString::fromUtf8(auth);
    };
    row("the main one", "40", "40", R"(42["auth",{}])");
    row("with a payload", R"(40{"token":"123"})", "40", R"(42["auth",{"token":"123"}])");
    row("another one", "40/custom,", "40/custom,", R"(42/custom,["auth",{}])");
    row("without the comma", "40/custom", "40/custom,", R"(42/custom,["auth",{}])");
    row("another one with a payload", R"(40/custom,{"a":["ñ",null]})", "40/custom,",
        R"(42/custom,["auth",{"a":["ñ",null]}])");
}

void TestSocketIoRules::joinsTheNamespaceThatIsAskedFor()
{
    QFETCH(QString, connect);
    QFETCH(QString, prefix);
    QFETCH(QString, auth);
    client().send(connect);
    const QStringList messages = client().received(2);
    QCOMPARE(messages.size(), 2);
    QVERIFY2(!sidIn(messages[0], prefix).isEmpty(), qPrintable(messages[0]));
    QCOMPARE(messages[1], auth);
}

void TestSocketIoRules::joinsOverPollingToo()
{
    PollingClient polling = pollingClient();
    QVERIFY(polling.open());
    QCOMPARE(polling.post("40").answer().body, "ok");
    const QByteArrayList packets = polling.poll().answer().body.split('\x1e');
    QCOMPARE(packets.size(), 2);
    QVERIFY(!sidIn(QString::fromUtf8(packets[0]), u"40"_s).isEmpty());
    QCOMPARE(packets[1], R"(42["auth",{}])");
}

void TestSocketIoRules::givesEachNamespaceItsOwnSid()
{
    client().send(u"40"_s);
    client().send(u"40/custom,"_s);
    const QStringList messages = client().received(4);
    QCOMPARE(messages.size(), 4);
    const QString mainSid = sidIn(messages[0], u"40"_s);
    const QString otherSid = sidIn(messages[2], u"40/custom,"_s);
    QVERIFY(!mainSid.isEmpty());
    QVERIFY(!otherSid.isEmpty());
    QVERIFY(mainSid != otherSid);
}

void TestSocketIoRules::refusesANamespaceThereIsNot_data()
{
    QTest::addColumn<QString>("connect");
    QTest::newRow("with a comma") << u"40/random,"_s;
    QTest::newRow("without") << u"40/random"_s;
    QTest::newRow("with a payload") << u"40/random,{\"token\":\"123\"}"_s;
}

void TestSocketIoRules::refusesANamespaceThereIsNot()
{
    QFETCH(QString, connect);
    client().send(connect);
    QCOMPARE(client().received(1), QStringList(u"44/random,{\"message\":\"Invalid namespace\"}"_s));
    // Which is no reason not to join another one.
    client().messages.clear();
    QVERIFY(joinMain());
}

void TestSocketIoRules::closesOnAFirstPacketThatIsNoConnect_data()
{
    QTest::addColumn<QString>("packet");
    QTest::newRow("no packet") << u"4abc"_s;
    QTest::newRow("nothing") << u"4"_s;
    QTest::newRow("an event") << u"42[\"message\"]"_s;
    QTest::newRow("a disconnect") << u"41"_s;
    QTest::newRow("an acknowledgement") << u"431[]"_s;
    QTest::newRow("a connect with a payload that is no object") << u"40[]"_s;
}

void TestSocketIoRules::closesOnAFirstPacketThatIsNoConnect()
{
    QFETCH(QString, packet);
    client().send(packet);
    QCOMPARE(closeReason(), forAnError());
    QCOMPARE(client().messages, QStringList());
}

void TestSocketIoRules::closesAPollingSessionOnABadFirstPacket()
{
    PollingClient polling = pollingClient();
    QVERIFY(polling.open());
    (void)polling.post("4abc").answer();
    QCOMPARE(polling.poll().answer().status, 400);
}

void TestSocketIoRules::closesAClientThatDoesNotJoin_data()
{
    QTest::addColumn<QString>("packet");
    QTest::addColumn<int>("answers");
    QTest::newRow("silent") << QString() << 0;
    QTest::newRow("refused") << u"40/random,"_s << 1;
}

void TestSocketIoRules::closesAClientThatDoesNotJoin()
{
    QFETCH(QString, packet);
    QFETCH(int, answers);
    QElapsedTimer time;
    time.start();
    QVERIFY(open(calmConfig()));
    if (!packet.isEmpty())
        client().send(packet);
    QCOMPARE(closeReason(), describe(CloseReason::ServerClosed));
    QVERIFY(time.elapsed() >= ConformanceServer::connectTimeoutMs * 9 / 10); // Qt's timers round
    QCOMPARE(client().messages.size(), answers);
}

void TestSocketIoRules::goesOnPingingAfterTheMainNamespaceIsLeft()
{
    EngineConfig config = calmConfig();
    config.pingIntervalMs = 100;
    QVERIFY(open(config));
    QVERIFY(joinMain());
    client().messages.removeAll(u"2"_s);
    client().send(u"41"_s);
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(client().received(1), QStringList(u"2"_s));
        client().messages.clear();
        client().send(u"3"_s);
    }
}

void TestSocketIoRules::keepsTheMainNamespaceWhenAnotherIsLeft()
{
    QVERIFY(joinMain());
    QVERIFY(joinCustom());
    client().send(u"41/custom,"_s);
    client().send(u"42[\"message\",\"to the main namespace\"]"_s);
    QCOMPARE(client().received(1), QStringList(u"42[\"message-back\",\"to the main namespace\"]"_s));
    client().messages.clear();
    QVERIFY(joinCustom()); // and back again
}

void TestSocketIoRules::closesOnAPacketToANamespaceThatIsNotJoined_data()
{
    QTest::addColumn<QStringList>("packets");
    QTest::newRow("an event") << QStringList(u"42/custom,[\"message\"]"_s);
    QTest::newRow("a disconnect") << QStringList(u"41/custom,"_s);
    QTest::newRow("an acknowledgement") << QStringList(u"43/custom,1[]"_s);
    QTest::newRow("of a name there is not") << QStringList(u"42/random,[\"message\"]"_s);
    QTest::newRow("after leaving") << QStringList({u"41"_s, u"42[\"message\"]"_s});
}

void TestSocketIoRules::closesOnAPacketToANamespaceThatIsNotJoined()
{
    QFETCH(QStringList, packets);
    QVERIFY(joinMain());
    for (const QString &packet : std::as_const(packets))
        client().send(packet);
    QCOMPARE(closeReason(), forAnError());
    QCOMPARE(client().messages, QStringList());
}

QTEST_GUILESS_MAIN(TestSocketIoRules)
#include "tst_socketiorules.moc"
