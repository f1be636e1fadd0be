#include "net/listener.h"
#include "net/websocketupgrader.h"
#include "support/rawclient.h"

#include <QTest>
#include <QWebSocket>

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {

const QByteArray handshake =
    "GET /ws?x=1 HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

QByteArray maskedText(const QByteArray &text)
{
    return QByteArray("\x81", 1) + char(0x80 | text.size()) + QByteArray(4, '\0') + text;
}

} // namespace

class TestWebSocketUpgrader : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void upgrades();
    void talksToQtsClient();
    void refusesBadHandshakes_data();
    void refusesBadHandshakes();
    void survivesFramesThatCameWithTheHandshake();
    void refusesALineThatQtWouldNotRead_data();
    void refusesALineThatQtWouldNotRead();
    void boundsWhatItAnswersByItself();
    void abortsASecondHandshakeInTheSameSegment();
    void closesOnASecondHandshakeLater();
    void boundsWhatOneFrameMayHold();
    void takesManyAtOnce();

private:
    QByteArray receivedBy(RawClient &client) const { return client.received; }
    qint64 open() { return m_counters->counter("ventanilla_connections_open", {}).value(); }

    std::unique_ptr<Counters> m_counters;
    std::unique_ptr<BufferBudget> m_budget;
    std::unique_ptr<WebSocketUpgrader> m_upgrader;
    std::unique_ptr<Listener> m_listener;
    QList<QPointer<QWebSocket>> m_sockets;
    QList<HttpRequest> m_requests;
    QStringList m_texts;
};

void TestWebSocketUpgrader::init()
{
    m_budget.reset();
    m_counters = std::make_unique<Counters>();
    m_budget = std::make_unique<BufferBudget>(0, *m_counters);
    m_upgrader = std::make_unique<WebSocketUpgrader>(
        WebSocketUpgrader::Limits {1000, 100'000}, [this](const UpgradedSocket &upgraded) {
            QWebSocket *socket = upgraded.webSocket;
            m_sockets.append(socket);
            m_requests.append(upgraded.request);
            connect(socket, &QWebSocket::textMessageReceived, this,
                    [this](const QString &text) { m_texts.append(text); });
            connect(socket, &QWebSocket::disconnected, socket, &QObject::deleteLater);
        });
    HttpHandlers handlers;
    handlers.onRequest = [](const HttpRequest &, const HttpResponder &responder) {
        responder.respond(HttpResponse::noContent());
    };
    handlers.onUpgrade = [this](HttpRequest request, std::unique_ptr<QTcpSocket> socket) {
        m_upgrader->upgrade(std::move(request), std::move(socket));
    };
    handlers.upgradeProblem = &WebSocketUpgrader::handshakeProblem;
    m_listener = std::make_unique<Listener>(ListenerConfig {}, handlers, *m_budget, *m_counters);
    QVERIFY(m_listener->listen(QHostAddress::LocalHost, 0));
}

void TestWebSocketUpgrader::cleanup()
{
    for (const QPointer<QWebSocket> &socket : std::as_const(m_sockets)) {
        if (socket)
            socket->abort();
    }
    QTRY_COMPARE(open(), 0); // no descriptor is left behind
    m_sockets.clear();
    m_requests.clear();
    m_texts.clear();
    m_listener.reset();
    m_upgrader.reset();
}

void TestWebSocketUpgrader::upgrades()
{
    RawClient client(m_listener->serverPort());
    client.send(handshake);
    QTRY_COMPARE(m_sockets.size(), 1);
    QTRY_VERIFY(client.received.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"));
    QCOMPARE(client.statuses(), QList<int>({101}));
    QCOMPARE(m_requests[0].queryItem(u"x"_s), std::optional(u"1"_s));
    QCOMPARE(m_requests[0].peerPort, client.socket.localPort());
    client.send(maskedText("hello"));
    QTRY_COMPARE(m_texts, QStringList(u"hello"_s));
}

void TestWebSocketUpgrader::talksToQtsClient()
{
    QWebSocket client;
    QString received;
    connect(&client, &QWebSocket::textMessageReceived, this, [&](const QString &text) { received = text; });
    client.open(QUrl(u"ws://127.0.0.1:%1/ws"_s.arg(m_listener->serverPort())));
    QTRY_COMPARE(m_sockets.size(), 1);
    m_sockets[0]->sendTextMessage(u"ñ😀"_s);
    QTRY_COMPARE(received, u"ñ😀"_s);
}

void TestWebSocketUpgrader::refusesBadHandshakes_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::newRow("version 8") << QByteArray("Version: 13") << QByteArray("Version: 8");
    QTest::newRow("no version") << QByteArray("Sec-WebSocket-Version: 13\r\n") << QByteArray();
    QTest::newRow("no key") << QByteArray("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n") << QByteArray();
    QTest::newRow("short key") << QByteArray("dGhl") << QByteArray();
    QTest::newRow("long key") << QByteArray("dGhl") << QByteArray("dGhldGhl");
}

void TestWebSocketUpgrader::refusesBadHandshakes()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QByteArray bad = handshake;
    QVERIFY(bad.contains(from));
    RawClient client(m_listener->serverPort());
    client.send(bad.replace(from, to));
    QTRY_VERIFY(client.closed);
    QCOMPARE(client.statuses(), QList<int>({400}));
    if (from.contains("Version"))
        QVERIFY(client.received.contains("Sec-WebSocket-Version: 13\r\n"));
    QVERIFY(m_sockets.isEmpty());
}

void TestWebSocketUpgrader::survivesFramesThatCameWithTheHandshake()
{
    RawClient client(m_listener->serverPort());
    client.send(handshake + maskedText("early"));
    QTRY_COMPARE(client.statuses(), QList<int>({101}));
    // RFC 6455, 4.1 tells clients to wait, and Qt 6.4 loses what does not; the connection goes on.
    client.send(maskedText("late"));
    QTRY_VERIFY(m_texts.contains(u"late"_s));
}

void TestWebSocketUpgrader::refusesALineThatQtWouldNotRead_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    const QByteArray much(9000, 'x');
    QTest::newRow("a header") << QByteArray("\r\n\r\n") << "\r\nCookie: a=" + much + "\r\n\r\n";
    QTest::newRow("the query") << QByteArray(" HTTP/1.1") << "?" + much + " HTTP/1.1";
    QTest::newRow("the path") << QByteArray("/ws") << "/ws" + much;
}

void TestWebSocketUpgrader::refusesALineThatQtWouldNotRead()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    RawClient client(m_listener->serverPort());
    client.send(QByteArray(handshake).replace(before, after));
    QTRY_COMPARE(client.statuses(), QList<int>({431}));
}

void TestWebSocketUpgrader::boundsWhatItAnswersByItself()
{
    RawClient client(m_listener->serverPort());
    client.socket.setReadBufferSize(1); // it sends pings and does not read the pongs
    client.send(handshake);
    QTRY_COMPARE(m_sockets.size(), qsizetype(1));
    const QByteArray ping = QByteArray("\x89\xfd\0\0\0\0", 6) + QByteArray(125, 'x');
    for (int i = 0; i < 400 && !client.closed; ++i) {
        client.send(ping.repeated(1000));
        QTRY_VERIFY(client.closed || client.socket.bytesToWrite() == 0);
    }
    QVERIFY(client.closed);
}

void TestWebSocketUpgrader::abortsASecondHandshakeInTheSameSegment()
{
    RawClient client(m_listener->serverPort());
    client.send(handshake + handshake);
    QTRY_VERIFY(client.closed);
    QVERIFY(m_sockets.size() <= 1); // at most one session ever came of it
    QVERIFY(client.statuses().size() <= 2);
    QTRY_COMPARE(open(), 0);
    QVERIFY(m_sockets.isEmpty() || !m_sockets[0]
            || m_sockets[0]->state() == QAbstractSocket::UnconnectedState);
}

void TestWebSocketUpgrader::closesOnASecondHandshakeLater()
{
    RawClient client(m_listener->serverPort());
    client.send(handshake);
    QTRY_COMPARE(client.statuses(), QList<int>({101}));
    client.send(handshake);
    QTRY_VERIFY(client.closed);
    QCOMPARE(m_sockets.size(), 1);
    QCOMPARE(client.statuses(), QList<int>({101}));
}

void TestWebSocketUpgrader::boundsWhatOneFrameMayHold()
{
    QWebSocket client;
    bool closed = false;
    connect(&client, &QWebSocket::disconnected, this, [&] { closed = true; });
    client.open(QUrl(u"ws://127.0.0.1:%1/ws"_s.arg(m_listener->serverPort())));
    QTRY_COMPARE(m_sockets.size(), 1);
    QTRY_COMPARE(client.state(), QAbstractSocket::ConnectedState); // before, it sends nothing
    client.sendTextMessage(QString(1000, u'x'));
    QTRY_COMPARE(m_texts, QStringList(QString(1000, u'x')));
    client.sendTextMessage(QString(1001, u'x'));
    QTRY_VERIFY(closed);
    QCOMPARE(m_texts.size(), 1);
}

void TestWebSocketUpgrader::takesManyAtOnce()
{
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 60; ++i) { // twice what Qt lets wait by itself
        clients.push_back(std::make_unique<RawClient>(m_listener->serverPort()));
        clients.back()->send(handshake);
    }
    QTRY_COMPARE(m_sockets.size(), 60);
}

QTEST_GUILESS_MAIN(TestWebSocketUpgrader)
#include "tst_websocketupgrader.moc"
