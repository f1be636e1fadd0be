#include "client/websockettransport.h"

#include "support/cannedserver.h"

#include <QSignalSpy>
#include <QTest>
#include <QWebSocket>
#include <QWebSocketServer>

using namespace ventanilla;

class TestWebSocketTransport : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void carriesText_data();
    void carriesText();
    void mapsServerBehaviour_data();
    void mapsServerBehaviour();
    void mapsBadServers_data();
    void mapsBadServers();
    void reportsNobodyThere();
    void namesUntrustedCertificates();
    void closesPolitelyAndSilently();
    void dropsTheOldConnection();
    void closesWhileConnecting();
    void opensAgainFromTheSignal();
    void survivesBeingDeletedWhileClosing();
    void ignoresTextWhileClosed();

private:
    void openFully();
    TransportFailure failure(const QUrl &url);
    qsizetype socketCount() const { return m_transport->findChildren<QWebSocket *>().size(); }

    std::unique_ptr<QWebSocketServer> m_server;
    std::unique_ptr<WebSocketTransport> m_transport;
    QList<QPointer<QWebSocket>> m_peers;
};

void TestWebSocketTransport::init()
{
    m_server = std::make_unique<QWebSocketServer>(QString(), QWebSocketServer::NonSecureMode);
    QVERIFY(m_server->listen(QHostAddress::LocalHost));
    connect(m_server.get(), &QWebSocketServer::newConnection, this, [this] {
        QWebSocket *peer = m_server->nextPendingConnection();
        m_peers.append(peer);
        connect(peer, &QWebSocket::textMessageReceived, peer, &QWebSocket::sendTextMessage);
    });
    m_transport = std::make_unique<WebSocketTransport>();
}

void TestWebSocketTransport::cleanup()
{
    m_transport.reset();
    for (const QPointer<QWebSocket> &peer : std::exchange(m_peers, {})) {
        peer->abort(); // the server does not own them
        delete peer;
    }
    m_server.reset();
}

void TestWebSocketTransport::openFully()
{
    QSignalSpy opened(m_transport.get(), &ClientTransport::opened);
    const qsizetype before = m_peers.size();
    m_transport->open(m_server->serverUrl());
    QTRY_COMPARE(opened.size(), 1);
    QTRY_COMPARE(m_peers.size(), before + 1);
}

TransportFailure TestWebSocketTransport::failure(const QUrl &url)
{
    QSignalSpy opened(m_transport.get(), &ClientTransport::opened);
    QSignalSpy closed(m_transport.get(), &ClientTransport::closed);
    m_transport->open(url);
    const bool ended = QTest::qWaitFor([&] { return !closed.isEmpty(); }, 30'000);
    QCoreApplication::processEvents();
    if (!ended || closed.size() != 1 || !opened.isEmpty() || closed[0][1].toString().isEmpty())
        qFatal("expected exactly one closed, with words");
    return closed[0][0].value<TransportFailure>();
}

void TestWebSocketTransport::carriesText_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << QString();
    QTest::newRow("ASCII") << QStringLiteral("42[\"x\"]");
    QTest::newRow("many code points") << QStringLiteral("ñ€😀").repeated(1'333);
    QTest::newRow("larger than a default frame") << QStringLiteral("😀").repeated(300'000);
}

void TestWebSocketTransport::carriesText()
{
    QFETCH(const QString, text);
    openFully();
    QSignalSpy received(m_transport.get(), &ClientTransport::textReceived);
    QSignalSpy frames(m_peers.last(), &QWebSocket::textFrameReceived);
    m_transport->sendText(text);
    m_transport->sendText(QStringLiteral("end"));
    QTRY_COMPARE(received.size(), 2);
    QCOMPARE(received[0][0].toString(), text);
    QCOMPARE(frames.size(), 2); // not cut into fragments
}

void TestWebSocketTransport::mapsServerBehaviour_data()
{
    using Behaviour = std::function<void(QWebSocket &)>;
    QTest::addColumn<Behaviour>("behaviour");
    QTest::addColumn<TransportFailure>("failure");
    QTest::newRow("good-bye") << Behaviour([](QWebSocket &peer) { peer.close(); })
                              << TransportFailure::Closed;
    QTest::newRow("going away") << Behaviour([](QWebSocket &peer) {
        peer.close(QWebSocketProtocol::CloseCodeGoingAway, QStringLiteral("restart"));
    }) << TransportFailure::Closed;
    QTest::newRow("cut off") << Behaviour([](QWebSocket &peer) { peer.abort(); }) << TransportFailure::Lost;
    QTest::newRow("binary data") << Behaviour([](QWebSocket &peer) { peer.sendBinaryMessage("x"); })
                                 << TransportFailure::Protocol;
}

void TestWebSocketTransport::mapsServerBehaviour()
{
    QFETCH(const std::function<void(QWebSocket &)>, behaviour);
    QFETCH(const TransportFailure, failure);
    openFully();
    QSignalSpy closed(m_transport.get(), &ClientTransport::closed);
    behaviour(*m_peers.last());
    QTRY_COMPARE(closed.size(), 1);
    QCOMPARE(closed[0][0].value<TransportFailure>(), failure);
    QVERIFY(!closed[0][1].toString().isEmpty());
    QTRY_COMPARE(socketCount(), 0);
    QCOMPARE(closed.size(), 1);
}

void TestWebSocketTransport::mapsBadServers_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<TransportFailure>("expected");
    QTest::newRow("not found") << QByteArray("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
                               << TransportFailure::Protocol;
    QTest::newRow("a page") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
                            << TransportFailure::Protocol;
    QTest::newRow("redirect") << QByteArray("HTTP/1.1 302 Found\r\nLocation: http://evil.example/\r\n\r\n")
                              << TransportFailure::Protocol;
    QTest::newRow("wrong key") << QByteArray("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                                             "Connection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n")
                               << TransportFailure::Protocol;
    QTest::newRow("not HTTP") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n\r\n") << TransportFailure::Protocol;
    QTest::newRow("no answer") << QByteArray() << TransportFailure::Lost;
}

void TestWebSocketTransport::mapsBadServers()
{
    QFETCH(const QByteArray, answer);
    QFETCH(const TransportFailure, expected);
    CannedServer server;
    server.answer = answer;
    QCOMPARE(failure(server.url(QStringLiteral("ws"))), expected);
    QTRY_COMPARE(socketCount(), 0);
}

void TestWebSocketTransport::reportsNobodyThere()
{
    const QUrl url = m_server->serverUrl();
    m_server->close();
    QCOMPARE(failure(url), TransportFailure::Unreachable);
    QCOMPARE(failure(QUrl()), TransportFailure::Unreachable);
}

void TestWebSocketTransport::namesUntrustedCertificates()
{
    const CannedServer tlsServer(CannedServer::Security::Untrusted);
    QSignalSpy closed(m_transport.get(), &ClientTransport::closed);
    QCOMPARE(failure(tlsServer.url(QStringLiteral("wss"))), TransportFailure::Untrusted);
    const QString detail = closed[0][1].toString();
    QVERIFY2(detail.contains(untrustedFingerprint()), qPrintable(detail));
    QVERIFY(tlsServer.requests.isEmpty());

    CannedServer plainServer;
    plainServer.answer = "what?";
    QVERIFY(failure(plainServer.url(QStringLiteral("ws"))) != TransportFailure::Untrusted);
}

void TestWebSocketTransport::closesPolitelyAndSilently()
{
    openFully();
    QSignalSpy closed(m_transport.get(), &ClientTransport::closed);
    QSignalSpy peerClosed(m_peers.last(), &QWebSocket::disconnected);
    QSignalSpy received(m_peers.last(), &QWebSocket::textMessageReceived);
    m_transport->sendText(QStringLiteral("last words"));
    m_transport->close();
    QTRY_COMPARE(peerClosed.size(), 1);
    QCOMPARE(received.size(), 1);
    QCOMPARE(m_peers.last()->error(), QAbstractSocket::UnknownSocketError); // there was a Close frame
    QTRY_COMPARE(socketCount(), 0);
    QCOMPARE(closed.size(), 0);
}

void TestWebSocketTransport::dropsTheOldConnection()
{
    openFully();
    QSignalSpy closed(m_transport.get(), &ClientTransport::closed);
    QSignalSpy received(m_transport.get(), &ClientTransport::textReceived);
    m_peers.last()->sendTextMessage(QStringLiteral("from the old one"));
    openFully();
    QCOMPARE(received.size(), 0);
    QCOMPARE(closed.size(), 0);
    QTRY_COMPARE(socketCount(), 1);
    m_transport->sendText(QStringLiteral("x"));
    QTRY_COMPARE(received.size(), 1);
}

void TestWebSocketTransport::closesWhileConnecting()
{
    QSignalSpy opened(m_transport.get(), &ClientTransport::opened);
    QSignalSpy closed(m_transport.get(), &ClientTransport::closed);
    m_transport->open(m_server->serverUrl());
    m_transport->close();
    m_transport->close();
    QTRY_COMPARE(socketCount(), 0);
    openFully();
    QCOMPARE(opened.size(), 1);
    QCOMPARE(closed.size(), 0);
}

void TestWebSocketTransport::opensAgainFromTheSignal()
{
    openFully();
    connect(m_transport.get(), &ClientTransport::closed, this,
            [this] { m_transport->open(m_server->serverUrl()); });
    QSignalSpy opened(m_transport.get(), &ClientTransport::opened);
    m_peers.last()->abort();
    QTRY_COMPARE(opened.size(), 1);
    QTRY_COMPARE(socketCount(), 1);
}

void TestWebSocketTransport::survivesBeingDeletedWhileClosing()
{
    openFully();
    QSignalSpy peerClosed(m_peers.last(), &QWebSocket::disconnected);
    m_transport->sendText(QString(1'000'000, u'x'));
    m_transport->close();
    m_transport.reset();
    QTRY_COMPARE(peerClosed.size(), 1);
    m_transport = std::make_unique<WebSocketTransport>();
    m_transport->open(m_server->serverUrl());
    m_transport.reset();
    QCoreApplication::processEvents();
}

void TestWebSocketTransport::ignoresTextWhileClosed()
{
    m_transport->sendText(QStringLiteral("early"));
    m_transport->open(m_server->serverUrl());
    m_transport->sendText(QStringLiteral("still early"));
    QSignalSpy received(m_transport.get(), &ClientTransport::textReceived);
    openFully();
    m_transport->sendText(QStringLiteral("x"));
    QTRY_COMPARE(received.size(), 1);
    QCOMPARE(received[0][0].toString(), QStringLiteral("x"));
}

QTEST_GUILESS_MAIN(TestWebSocketTransport)
#include "tst_websockettransport.moc"
