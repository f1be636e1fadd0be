#include "support/hostilefixture.h"
#include "support/pollingsession.h"
#include "support/rawwebsocket.h"

using namespace ventanilla;

namespace {

constexpr int messageBurst = 5;
constexpr int packetBurst = 100;
constexpr int dataBurst = 100'000;
constexpr double rate = 0.01; // nothing comes back within a test

QByteArray message(int id)
{
    const QByteArray number = QByteArray::number(id);
    return "42" + number + "[\"mensaje_privado\",{\"para\":\"admin\",\"mensaje\":\"flood " + number + "\"}]";
}

} // namespace

/// Clients that send more than anybody needs.
class TestFloods : public HostileFixture
{
    Q_OBJECT

private slots:
    void slowsDownMessages();
    void endsTooManyPackets_data();
    void endsTooManyPackets();
    void endsTooManyPacketsInPosts();
    void endsTooMuchData_data();
    void endsTooMuchData();
    void countsASessionAndNotAnAddress();
    void outlastsPings();
    void dropsWhoPingsAndDoesNotRead();

private:
    void serveWithPacketLimit()
    {
        serve([](ServerConfig &config) {
            config.packetRate = rate;
            config.packetBurst = packetBurst;
        });
    }
};

void TestFloods::slowsDownMessages()
{
    serve([](ServerConfig &config) {
        config.messageRate = rate;
        config.messageBurst = messageBurst;
    });
    RawWebSocket client(port());
    QVERIFY(client.join(token()));
    for (int i = 1; i <= 100; ++i)
        client.sendText(message(i));
    EVENTUALLY_COMPARE(client.texts.filter(QStringLiteral("\"ok\":")).size(), 100);
    QCOMPARE(client.texts.filter(QStringLiteral("\"ok\":true")).size(), messageBurst);
    QCOMPARE(client.texts.filter(QStringLiteral("demasiado_rapido")).size(), 100 - messageBurst);
    QCOMPARE(client.texts.filter(QStringLiteral("reintentar_ms")).size(), 100 - messageBurst);
    client.texts.clear();
    client.sendText("42101[\"x\"]"); // the session goes on
    QVERIFY(!client.waitForText(QStringLiteral("43101[")).isEmpty());
    const QStringList arrived = m_bystanders->ana.texts().filter(QStringLiteral("flood"));
    QCOMPARE(arrived.size(), messageBurst);
}

void TestFloods::endsTooManyPackets_data()
{
    QTest::addColumn<QByteArray>("frame");
    QTest::addColumn<int>("packets");
    const auto row = [](const char *name, const QByteArray &text) {
        QTest::newRow(name) << frames::text(text) << 1;
    };
    row("pongs", "3");
    row("messages", message(1));
    row("unknown events", "42[\"x\"]");
    row("unknown events with an acknowledgement", "421[\"x\"]");
    row("acknowledgements", "431[]");
    QTest::newRow("events with attachments") << QByteArray(
        frames::text("451-[\"x\",{\"_placeholder\":true,\"num\":0}]") + frames::frame(frames::Binary, "x"))
                                             << 2;
}

void TestFloods::endsTooManyPackets()
{
    QFETCH(QByteArray, frame);
    QFETCH(int, packets);
    serveWithPacketLimit();
    RawWebSocket client(port());
    QVERIFY(client.join(token())); // one packet
    client.send(frame.repeated(packetBurst / packets - 1));
    QVERIFY(m_bystanders->canTalk());
    QVERIFY(!client.isClosed());
    client.send(frame.repeated(10));
    EVENTUALLY(client.isClosed());
    EVENTUALLY_COMPARE(sessions(), Bystanders::count);
}

void TestFloods::endsTooManyPacketsInPosts()
{
    serveWithPacketLimit();
    PollingClient client(port(), "/socket.io/");
    QVERIFY(joinByPolling(client, token()));
    const QByteArray half = QByteArray("3\x1e").repeated(packetBurst / 2 - 1) + '3';
    QCOMPARE(client.post(half).answer().status, 200);
    QCOMPARE(sessions(), Bystanders::count + 1);
    (void)client.post(half).answer();
    EVENTUALLY_COMPARE(sessions(), Bystanders::count);
    QCOMPARE(client.post("3").answer().status, 400);
}

void TestFloods::endsTooMuchData_data()
{
    QTest::addColumn<QByteArray>("frame");
    const QByteArray data(dataBurst / 10, 'x');
    QTest::newRow("texts") << frames::text("42[\"x\",\"" + data + "\"]");
    QTest::newRow("attachments") << QByteArray(frames::text("451-[\"x\",{\"_placeholder\":true,\"num\":0}]")
                                               + frames::frame(frames::Binary, data));
}

void TestFloods::endsTooMuchData()
{
    QFETCH(QByteArray, frame);
    serve([](ServerConfig &config) {
        config.maxPayload = dataBurst;
        config.dataRate = rate;
        config.dataBurst = dataBurst;
    });
    RawWebSocket client(port());
    QVERIFY(client.join(token()));
    client.send(frame.repeated(8));
    QVERIFY(m_bystanders->canTalk());
    QVERIFY(!client.isClosed());
    client.send(frame.repeated(3));
    EVENTUALLY(client.isClosed());
    EVENTUALLY_COMPARE(sessions(), Bystanders::count);
}

void TestFloods::countsASessionAndNotAnAddress()
{
    serveWithPacketLimit();
    RawWebSocket flooder(port());
    RawWebSocket other(port());
    QVERIFY(flooder.join(token()));
    QVERIFY(other.join(token()));
    flooder.send(frames::text("3").repeated(2 * packetBurst));
    EVENTUALLY(flooder.isClosed());
    other.sendText("421[\"x\"]");
    QVERIFY(!other.waitForText(QStringLiteral("431[")).isEmpty());
}

void TestFloods::outlastsPings()
{
    // Of the WebSocket itself, which Qt answers: nothing ends them, and nobody suffers.
    serve();
    RawWebSocket client(port());
    QVERIFY(client.join(token()));
    const QByteArray pings = frames::frame(frames::Ping, "x").repeated(10'000);
    client.send(pings);
    QVERIFY(m_bystanders->canTalk());
    client.send(pings);
    EVENTUALLY_COMPARE(client.pongs, 20'000);
    QVERIFY(!client.isClosed());
}

void TestFloods::dropsWhoPingsAndDoesNotRead()
{
    serve([](ServerConfig &config) { config.maxQueued = 64 * 1024; });
    RawWebSocket client(port());
    QVERIFY(client.join(token()));
    client.tcp.stopReading();
    const QByteArray pings = frames::frame(frames::Ping, QByteArray(125, 'x')).repeated(1000);
    qint64 sent = 0;
    const auto isDropped = [&] {
        if (client.tcp.socket.bytesToWrite() == 0) {
            client.send(pings);
            sent += pings.size();
        }
        return client.isClosed();
    };
    QVERIFY(waitFor(isDropped, 30'000));
    QVERIFY(m_bystanders->canTalk());
    EVENTUALLY_COMPARE(sessions(), Bystanders::count);
    QVERIFY2(sent < 100'000'000, QByteArray::number(sent));
}

QTEST_GUILESS_MAIN(TestFloods)
#include "tst_floods.moc"
