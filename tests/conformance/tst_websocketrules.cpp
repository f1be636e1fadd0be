#include "conformance/conformancefixture.h"

using namespace ventanilla;
using namespace Qt::StringLiterals;

/// Of sessions that begin on a websocket.
class TestWebSocketRules : public ConformanceFixture
{
    Q_OBJECT

private slots:
    void init();
    void takesAndGivesTextPackets_data();
    void takesAndGivesTextPackets();
    void takesAndGivesBytesAsTheyAre_data();
    void takesAndGivesBytesAsTheyAre();
    void keepsTheOrderOfTextAndBytes();
    void closesOnAnInvalidPacket_data();
    void closesOnAnInvalidPacket();
    void closesWhenTheClientSaysSo();
    void closesWhenTheServerWants();
    void endsTheSessionWithTheConnection();

private:
    static constexpr int maxPayload = 1000;

    bool sessionIsGone() const
    {
        return waitFor([this] { return server().engine().sessionCount() == 0; });
    }

    std::unique_ptr<WebSocketClient> m_client;
};

void TestWebSocketRules::init()
{
    EngineConfig config = calmConfig();
    config.maxPayload = maxPayload;
    QVERIFY(serve(Mode::Engine, config));
    m_client = std::make_unique<WebSocketClient>(webSocketUrl(newWebSocket()));
    QCOMPARE(m_client->received(1).size(), 1);
    QVERIFY(m_client->messages.takeFirst().startsWith(u"0{"));
}

void TestWebSocketRules::takesAndGivesTextPackets_data()
{
    QTest::addColumn<QString>("packet");
    QTest::newRow("ASCII") << u"4hello"_s;
    QTest::newRow("no text") << u"4"_s;
    QTest::newRow("beyond ASCII") << u"4ñ€😀"_s;
    QTest::newRow("what separates on polling") << u"4a\x1e;4b"_s;
    QTest::newRow("the largest") << u"4"_s + QString(maxPayload - 1, u'x');
}

void TestWebSocketRules::takesAndGivesTextPackets()
{
    QFETCH(QString, packet);
    m_client->send(packet);
    QCOMPARE(m_client->received(1), QStringList(packet));
}

void TestWebSocketRules::takesAndGivesBytesAsTheyAre_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("some") << QByteArray("\x01\x02\x03\x04");
    QTest::newRow("none") << QByteArray("");
    QTest::newRow("what would be a packet as text") << QByteArray("4");
    QTest::newRow("no UTF-8") << QByteArray("\xff\x00\xfe", 3);
}

void TestWebSocketRules::takesAndGivesBytesAsTheyAre()
{
    QFETCH(QByteArray, bytes);
    m_client->send(bytes);
    QCOMPARE(m_client->received(1), QStringList(WebSocketClient::binary(bytes)));
}

void TestWebSocketRules::keepsTheOrderOfTextAndBytes()
{
    m_client->send(u"4one"_s);
    m_client->send(QByteArray("\x02"));
    m_client->send(u"4three"_s);
    QCOMPARE(m_client->received(3), QStringList({u"4one"_s, WebSocketClient::binary("\x02"), u"4three"_s}));
}

void TestWebSocketRules::closesOnAnInvalidPacket_data()
{
    QTest::addColumn<QString>("packet");
    QTest::newRow("letters") << u"abc"_s;
    QTest::newRow("nothing") << u""_s;
    QTest::newRow("a type there is not") << u"7"_s;
    QTest::newRow("a handshake") << u"0{}"_s;
    QTest::newRow("an upgrade") << u"5"_s;
    QTest::newRow("bytes as polling has them") << u"bAQID"_s;
    QTest::newRow("more than the limit") << u"4"_s + QString(maxPayload, u'x');
}

void TestWebSocketRules::closesOnAnInvalidPacket()
{
    QFETCH(QString, packet);
    m_client->send(packet);
    QVERIFY(m_client->closes());
    QCOMPARE(m_client->messages, QStringList());
    QVERIFY(sessionIsGone());
}

void TestWebSocketRules::closesWhenTheClientSaysSo()
{
    m_client->send(u"1"_s);
    QVERIFY(m_client->closes());
    QVERIFY(sessionIsGone());
}

void TestWebSocketRules::closesWhenTheServerWants()
{
    server().engine().closeAll();
    QVERIFY(m_client->closes());
    QVERIFY(sessionIsGone());
}

void TestWebSocketRules::endsTheSessionWithTheConnection()
{
    QCOMPARE(server().engine().sessionCount(), 1);
    m_client->close();
    QVERIFY(sessionIsGone());
}

QTEST_GUILESS_MAIN(TestWebSocketRules)
#include "tst_websocketrules.moc"
