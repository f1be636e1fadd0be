#include "support/socketioclientfixture.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

class TestBinaryEvents : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void takesAttachments();
    void acknowledgesWithBytes();
    void takesAcknowledgementsThatNobodyAskedFor();
    void emitsBytes();
    void countsWhatItHolds();
    void keepsNoCredentials();
    void boundsWhoeverIsInNoNamespace();

private:
    PlayedClient &client() { return *m_client; }

    ManualClock m_clock;
    EngineConfig m_config;
    std::unique_ptr<SocketIoServer> m_server;
    std::unique_ptr<PlayedClient> m_client;
    EventArguments m_received;
};

void TestBinaryEvents::init()
{
    m_client.reset();
    m_received = {};
    m_server = std::make_unique<SocketIoServer>(1'000'000);
    Namespace &nsp = m_server->of(u"/"_s);
    nsp.onEvent(u"file", [this](Socket &, const EventArguments &arguments, const AckFunction &ack) {
        m_received = arguments;
        if (ack)
            ack(EventArguments(QJsonArray {SocketIoPacket::placeholder(0), 1}, {"\x01"}));
    });
    nsp.onEvent(u"fetch", [](Socket &socket, const EventArguments &, const AckFunction &) {
        socket.emitEvent(u"file", EventArguments(QJsonArray {SocketIoPacket::placeholder(0)}, {"\x02\x03"}));
    });
    m_client = std::make_unique<PlayedClient>(*m_server, m_config, m_clock);
    client().say(u"0"_s);
    client().heard();
}

void TestBinaryEvents::takesAttachments()
{
    client().say(
        u"52-[\"file\",{\"_placeholder\":true,\"num\":1},\"x\",{\"_placeholder\":true,\"num\":0}]"_s);
    client().sayBinary("one");
    QVERIFY(m_received.values.isEmpty());
    client().sayBinary("two");
    QCOMPARE(m_received.values,
             QJsonArray({SocketIoPacket::placeholder(1), u"x"_s, SocketIoPacket::placeholder(0)}));
    QCOMPARE(m_received.attachments, QByteArrayList({"one", "two"}));
    QVERIFY(client().heard().isEmpty());
    QVERIFY(!client().isClosed());
}

void TestBinaryEvents::acknowledgesWithBytes()
{
    client().say(u"51-7[\"file\",{\"_placeholder\":true,\"num\":0}]"_s);
    client().sayBinary("q");
    QCOMPARE(client().heard(), QStringList({u"61-7[{\"_placeholder\":true,\"num\":0},1]"_s, u"b01"_s}));
}

void TestBinaryEvents::takesAcknowledgementsThatNobodyAskedFor()
{
    client().say(u"61-7[{\"_placeholder\":true,\"num\":0}]"_s);
    client().sayBinary("x");
    QVERIFY(!client().isClosed());
    client().sayBinary("one too many");
    QVERIFY(client().isClosed());
}

void TestBinaryEvents::emitsBytes()
{
    client().say(u"2[\"fetch\"]"_s);
    QCOMPARE(client().heard(),
             QStringList({u"51-[\"file\",{\"_placeholder\":true,\"num\":0}]"_s, u"b0203"_s}));
}

void TestBinaryEvents::countsWhatItHolds()
{
    client().say(u"52-[\"file\",{\"_placeholder\":true,\"num\":0}]"_s);
    client().sayBinary(QByteArray(10'000, 'x'));
    QVERIFY(client().budget().bytes() >= 10'000);
    client().sayBinary("y");
    QCOMPARE(client().budget().bytes(), 0);
}

void TestBinaryEvents::keepsNoCredentials()
{
    QJsonObject seen;
    QPointer<Socket> joined;
    m_server->of(u"/other"_s).onConnect([&](Socket &socket) {
        seen = socket.auth();
        joined = &socket;
    });
    client().say(u"0/other,{\"token\":\"x\"}"_s);
    QCOMPARE(seen, QJsonObject({{u"token"_s, u"x"_s}}));
    QVERIFY(joined && joined->auth().isEmpty());
}

void TestBinaryEvents::boundsWhoeverIsInNoNamespace()
{
    PlayedClient stranger(*m_server, m_config, m_clock);
    QCOMPARE(stranger.transport->payloadLimit, 16 * 1024);
    stranger.say(u"0"_s);
    QCOMPARE(stranger.transport->payloadLimit, m_config.maxPayload);
    stranger.say(u"1"_s);
    QCOMPARE(stranger.transport->payloadLimit, 16 * 1024);
}

QTEST_GUILESS_MAIN(TestBinaryEvents)
#include "tst_binaryevents.moc"
