#include "client/socketioclient.h"

#include "support/fakechatserver.h"

#include <QSignalSpy>
#include <QTest>

using namespace ventanilla;
using namespace std::chrono_literals;

class TestSocketIoClient : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_client.reset(); }
    void connectsWithTheToken();
    void reportsRefusals_data();
    void reportsRefusals();
    void answersPings();
    void deliversEvents();
    void matchesAcknowledgements();
    void closesOnBreaches_data();
    void closesOnBreaches();
    void reportsGoodByes_data();
    void reportsGoodByes();
    void noticesSilence();
    void survivesAbsurdHeartbeats();
    void timesOut();
    void saysGoodByeOnClose();
    void dropsWhatItCannotSend();
    void opensAgainFromTheSignal();

private:
    void connectFully();

    FakeTransport *m_transport = nullptr;
    std::unique_ptr<SocketIoClient> m_client;
    std::unique_ptr<FakeChatServer> m_server;
    const QUrl m_url {QStringLiteral("https://chat.example")};
    const QString m_token = QStringLiteral("token");
};

void TestSocketIoClient::init()
{
    auto transport = std::make_unique<FakeTransport>();
    m_transport = transport.get();
    m_server = std::make_unique<FakeChatServer>(*m_transport);
    m_client = std::make_unique<SocketIoClient>(std::move(transport), 1h);
}

void TestSocketIoClient::connectFully()
{
    m_client->open(m_url, m_token);
    m_server->greet();
    m_server->accept();
    m_transport->sent.clear();
}

void TestSocketIoClient::connectsWithTheToken()
{
    QSignalSpy authenticating(m_client.get(), &SocketIoClient::authenticating);
    QSignalSpy connected(m_client.get(), &SocketIoClient::connected);
    m_client->open(m_url, m_token);
    QCOMPARE(m_transport->urls,
             QList<QUrl>({QUrl(QStringLiteral("wss://chat.example/socket.io/?EIO=4&transport=websocket"))}));
    m_transport->succeed();
    QVERIFY(m_transport->sent.isEmpty());
    m_server->greet();
    QCOMPARE(m_transport->sent, QStringList({QStringLiteral("40{\"token\":\"token\"}")}));
    QCOMPARE(authenticating.size(), 1);
    QCOMPARE(connected.size(), 0);
    m_server->accept();
    QCOMPARE(connected.size(), 1);
}

void TestSocketIoClient::reportsRefusals_data()
{
    QTest::addColumn<QString>("data");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("message");
    QTest::newRow("expired") << QStringLiteral(
        "{\"message\":\"Token inválido\",\"data\":{\"codigo\":\"token_caducado\"}}")
                             << ErrorCode::TokenExpired << QStringLiteral("Token inválido");
    QTest::newRow("no code") << QStringLiteral("{\"message\":\"No autenticado\"}") << ErrorCode::Internal
                             << QStringLiteral("No autenticado");
    QTest::newRow("code of tomorrow") << QStringLiteral("{\"message\":\"x\",\"data\":{\"codigo\":\"nuevo\"}}")
                                      << ErrorCode::Internal << QStringLiteral("x");
    QTest::newRow("wrong types") << QStringLiteral("{\"message\":7,\"data\":[]}") << ErrorCode::Internal
                                 << QString();
}

void TestSocketIoClient::reportsRefusals()
{
    QFETCH(const QString, data);
    QFETCH(const ErrorCode, code);
    QFETCH(const QString, message);
    QSignalSpy refused(m_client.get(), &SocketIoClient::refused);
    QSignalSpy closed(m_client.get(), &SocketIoClient::closed);
    m_client->open(m_url, m_token);
    m_server->greet();
    m_transport->receive(QStringLiteral("44") + data);
    QCOMPARE(refused.size(), 1);
    const auto error = refused.first().first().value<WireError>();
    QCOMPARE(error.code, code);
    QCOMPARE(error.message, message);
    QVERIFY(!m_transport->isOpen);
    QCOMPARE(closed.size(), 0);
}

void TestSocketIoClient::answersPings()
{
    connectFully();
    m_transport->receive(QStringLiteral("2"));
    m_transport->receive(QStringLiteral("2payload"));
    QCOMPARE(m_transport->sent, QStringList({QStringLiteral("3"), QStringLiteral("3payload")}));
}

void TestSocketIoClient::deliversEvents()
{
    connectFully();
    QSignalSpy events(m_client.get(), &SocketIoClient::eventReceived);
    m_transport->receive(QStringLiteral("42[\"none\"]"));
    m_transport->receive(QStringLiteral("427[\"two\",{\"a\":1},null]"));
    QCOMPARE(events.size(), 2);
    QCOMPARE(events[0][0].toString(), QStringLiteral("none"));
    QCOMPARE(events[0][1].value<QJsonArray>(), QJsonArray());
    QCOMPARE(events[1][1].value<QJsonArray>(),
             QJsonArray({QJsonObject {{QStringLiteral("a"), 1}}, QJsonValue()}));
}

void TestSocketIoClient::matchesAcknowledgements()
{
    connectFully();
    QStringList answers;
    const auto note = [&answers](const char *which) {
        return [&answers, which](const QJsonValue &value) {
            answers.append(QString::fromUtf8(which)
                           + (value.isUndefined() ? QStringLiteral("-") : value.toString()));
        };
    };
    m_client->emitEvent(u"a", {1}, note("a"));
    m_client->emitEvent(u"b", {}, note("b"));
    m_client->emitEvent(u"c", {QStringLiteral("no ack")});
    QCOMPARE(m_transport->sent,
             QStringList({QStringLiteral("421[\"a\",1]"), QStringLiteral("422[\"b\"]"),
                          QStringLiteral("42[\"c\",\"no ack\"]")}));
    m_transport->receive(QStringLiteral("432[]"));
    m_transport->receive(QStringLiteral("431[\"yes\"]"));
    m_transport->receive(QStringLiteral("431[\"twice\"]"));
    m_transport->receive(QStringLiteral("4399[\"unknown\"]"));
    QCOMPARE(answers, QStringList({QStringLiteral("b-"), QStringLiteral("ayes")}));
    QVERIFY(m_transport->isOpen);
}

void TestSocketIoClient::closesOnBreaches_data()
{
    QTest::addColumn<int>("step"); // 0: transport open, 1: greeted, 2: accepted
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, int step, const char *text) {
        QTest::newRow(name) << step << QString::fromUtf8(text);
    };
    row("empty", 0, "");
    row("no Engine.IO", 0, "hello");
    row("message before the handshake", 0, "40{\"sid\":\"x\"}");
    row("ping before the handshake", 0, "2");
    row("handshake is no JSON", 0, "0{");
    row("handshake lacks fields", 0, "0{\"sid\":\"x\"}");
    row("handshake without heartbeat", 0,
        "0{\"sid\":\"x\",\"upgrades\":[],\"pingInterval\":0,\"pingTimeout\":0,\"maxPayload\":1}");
    row("handshake of wrong types", 0,
        "0{\"sid\":1,\"upgrades\":{},\"pingInterval\":\"1\",\"pingTimeout\":[],\"maxPayload\":null}");
    row("second handshake", 1,
        "0{\"sid\":\"x\",\"upgrades\":[],\"pingInterval\":1,\"pingTimeout\":1,\"maxPayload\":1}");
    row("event before acceptance", 1, "42[\"x\"]");
    row("ack before acceptance", 1, "431[]");
    row("disconnect before acceptance", 1, "41");
    row("acceptance in another namespace", 1, "40/other,{\"sid\":\"x\"}");
    row("no Socket.IO", 1, "4abc");
    row("nothing in it", 1, "4");
    row("acceptance is an array", 1, "40[]");
    row("pong", 2, "3");
    row("upgrade", 2, "5");
    row("second acceptance", 2, "40{\"sid\":\"x\"}");
    row("late refusal", 2, "44{\"message\":\"x\"}");
    row("event in another namespace", 2, "42/other,[\"x\"]");
    row("event is an object", 2, "42{}");
    row("event is empty", 2, "42[]");
    row("event without a name", 2, "42[true]");
    row("reserved event", 2, "42[\"connect\"]");
    row("broken JSON", 2, "42[\"x\"");
    row("binary event", 2, "451-[\"x\",{\"_placeholder\":true,\"num\":0}]");
    row("ack without id", 2, "43[]");
    row("ack with a huge id", 2, "4399999999999999999999[]");
}

void TestSocketIoClient::closesOnBreaches()
{
    QFETCH(const int, step);
    QFETCH(const QString, text);
    QSignalSpy closed(m_client.get(), &SocketIoClient::closed);
    m_client->open(m_url, m_token);
    m_transport->succeed();
    if (step > 0)
        m_server->greet();
    if (step > 1)
        m_server->accept();
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("broke the protocol")));
    m_transport->receive(text);
    QCOMPARE(closed.size(), 1);
    QCOMPARE(closed.first().first().value<TransportFailure>(), TransportFailure::Protocol);
    QVERIFY(!m_transport->isOpen);
    m_transport->receive(QStringLiteral("42[\"later\"]"));
    QCOMPARE(closed.size(), 1);
}

void TestSocketIoClient::reportsGoodByes_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("Socket.IO") << QStringLiteral("41");
    QTest::newRow("Engine.IO") << QStringLiteral("1");
}

void TestSocketIoClient::reportsGoodByes()
{
    QFETCH(const QString, text);
    connectFully();
    QSignalSpy closed(m_client.get(), &SocketIoClient::closed);
    m_transport->receive(text);
    QCOMPARE(closed.size(), 1);
    QCOMPARE(closed.first().first().value<TransportFailure>(), TransportFailure::Closed);
    QVERIFY(!m_transport->isOpen);
}

void TestSocketIoClient::noticesSilence()
{
    QSignalSpy closed(m_client.get(), &SocketIoClient::closed);
    m_client->open(m_url, m_token);
    m_server->greet(1, 1);
    m_server->accept();
    QTRY_COMPARE(closed.size(), 1);
    QCOMPARE(closed.first().first().value<TransportFailure>(), TransportFailure::Lost);
    QVERIFY(!m_transport->isOpen);
}

void TestSocketIoClient::survivesAbsurdHeartbeats()
{
    QSignalSpy closed(m_client.get(), &SocketIoClient::closed);
    m_client->open(m_url, m_token);
    m_server->greet(100'000'000'000, 100'000'000'000); // would overflow a timer
    m_server->accept();
    QCoreApplication::processEvents();
    QCOMPARE(closed.size(), 0);
}

void TestSocketIoClient::timesOut()
{
    auto transport = std::make_unique<FakeTransport>();
    SocketIoClient client(std::move(transport), 1ms);
    QSignalSpy closed(&client, &SocketIoClient::closed);
    client.open(m_url, m_token);
    QTRY_COMPARE(closed.size(), 1);
    QCOMPARE(closed.first().first().value<TransportFailure>(), TransportFailure::Unreachable);
}

void TestSocketIoClient::saysGoodByeOnClose()
{
    connectFully();
    QSignalSpy closed(m_client.get(), &SocketIoClient::closed);
    m_client->close();
    QCOMPARE(m_transport->sent, QStringList({QStringLiteral("41")}));
    QVERIFY(!m_transport->isOpen);
    QCOMPARE(closed.size(), 0);
}

void TestSocketIoClient::dropsWhatItCannotSend()
{
    m_client->emitEvent(u"early", {});
    QVERIFY(m_transport->sent.isEmpty());
    connectFully();
    bool answered = false;
    m_client->emitEvent(u"x", {}, [&](const QJsonValue &) { answered = true; });
    m_transport->breakOff(TransportFailure::Lost);
    m_transport->sent.clear();
    m_client->emitEvent(u"late", {});
    QVERIFY(m_transport->sent.isEmpty());
    connectFully();
    m_transport->receive(QStringLiteral("431[]")); // belongs to the old connection
    QVERIFY(!answered);
}

void TestSocketIoClient::opensAgainFromTheSignal()
{
    connectFully();
    connect(m_client.get(), &SocketIoClient::closed, this, [this] { m_client->open(m_url, m_token); });
    m_transport->receive(QStringLiteral("41"));
    QCOMPARE(m_transport->urls.size(), 2);
    QVERIFY(m_transport->isOpen);
    QSignalSpy connected(m_client.get(), &SocketIoClient::connected);
    m_server->greet();
    m_server->accept();
    QCOMPARE(connected.size(), 1);
}

QTEST_GUILESS_MAIN(TestSocketIoClient)
#include "tst_socketioclient.moc"
