#include "support/eventually.h"
#include "support/faultproxy.h"
#include "support/rawwebsocket.h"
#include "support/websocketclient.h"

#include <QSocketNotifier>
#include <QWebSocketServer>

#include <cerrno>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace ventanilla;
using namespace Qt::StringLiterals;

using Toward = FaultProxy::Toward;
using Cut = FaultProxy::Cut;

namespace {

/// A TCP server that keeps what each connection brings.
class PlainServer : public QTcpServer
{
public:
    PlainServer()
    {
        connect(this, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *socket = nextPendingConnection())
                sockets.append(socket);
        });
        listen(QHostAddress::LocalHost);
    }
    QByteArray received(int which = 0)
    {
        return sockets.size() > which ? sockets[which]->peek(1 << 24) : QByteArray();
    }
    bool isClosed(int which = 0) const
    {
        return sockets.size() > which && sockets[which]->state() == QAbstractSocket::UnconnectedState;
    }

    QList<QTcpSocket *> sockets;
};

/// A client that only hears how its connection ends; QTcpSocket takes a reset for an orderly end.
class PlainClient
{
public:
    explicit PlainClient(quint16 port)
        : m_descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
        , m_notifier(m_descriptor, QSocketNotifier::Read)
    {
        const sockaddr_in address {AF_INET, htons(port), {htonl(INADDR_LOOPBACK)}, {}};
        if (::connect(m_descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof(address)) != 0)
            end = errno;
        QObject::connect(&m_notifier, &QSocketNotifier::activated, &m_notifier, [this] {
            char byte = 0;
            end = ::recv(m_descriptor, &byte, 1, 0) < 0 ? errno : 0;
            m_notifier.setEnabled(false);
            ::close(m_descriptor);
        });
    }

    /// An errno, 0 for an orderly end.
    std::optional<int> end;

private:
    const int m_descriptor;
    QSocketNotifier m_notifier;
};

/// A WebSocket server that keeps and answers every message with "43" and the message.
class AnsweringServer : public QWebSocketServer
{
public:
    AnsweringServer()
        : QWebSocketServer(u"test"_s, NonSecureMode)
    {
        connect(this, &QWebSocketServer::newConnection, this, [this] {
            QWebSocket *socket = nextPendingConnection();
            socket->setParent(this);
            connect(socket, &QWebSocket::textMessageReceived, this, [this, socket](const QString &text) {
                messages.append(text);
                socket->sendTextMessage(QString(u"43" + text));
            });
        });
        listen(QHostAddress::LocalHost);
    }

    QStringList messages;
};

QUrl webSocketUrl(const FaultProxy &proxy)
{
    return QUrl(u"ws://127.0.0.1:%1"_s.arg(proxy.port()));
}

} // namespace

/// The network that fails at a test's word: what it does, and that it does nothing else.
class TestFaultProxy : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void passesEverythingBothWays();
    void passesOnAnEnd();
    void cuts_data();
    void cuts();
    void refusesAndListensAgain();
    void delaysAndKeepsTheOrder();
    void isHalfOpen();
    void isABlackHole();
    void holdsABoundedAmount();
    void goesToAnotherServer();
    void dropsMessages();
    void duplicatesMessages();
    void takesAFragmentedMessageForOne();
    void cutsWithinAMessage_data();
    void cutsWithinAMessage();

private:
    std::unique_ptr<PlainServer> m_server;
    std::unique_ptr<FaultProxy> m_proxy;
    std::unique_ptr<RawClient> m_client;
};

void TestFaultProxy::init()
{
    m_client.reset();
    m_proxy.reset();
    m_server = std::make_unique<PlainServer>();
    m_proxy = std::make_unique<FaultProxy>(m_server->serverPort());
    m_client = std::make_unique<RawClient>(m_proxy->port());
    m_client->send("first");
    EVENTUALLY_COMPARE(m_server->received(), QByteArray("first"));
}

void TestFaultProxy::passesEverythingBothWays()
{
    QByteArray much;
    for (int i = 0; i < 1'000'000; ++i)
        much += QByteArray::number(i);
    m_client->send(much);
    m_server->sockets[0]->write(much);
    EVENTUALLY_COMPARE(m_server->received().size(), much.size() + 5);
    EVENTUALLY_COMPARE(m_client->received.size(), much.size());
    QVERIFY(m_server->received() == QByteArray("first") + much);
    QVERIFY(m_client->received == much);
    QCOMPARE(m_proxy->counts(Toward::Client).bytes, much.size());
}

void TestFaultProxy::passesOnAnEnd()
{
    m_client->send("good-bye");
    m_client->socket.disconnectFromHost();
    EVENTUALLY(m_server->isClosed());
    QCOMPARE(m_server->received(), QByteArray("firstgood-bye"));
    EVENTUALLY_COMPARE(m_proxy->openCount(), 0);
}

void TestFaultProxy::cuts_data()
{
    QTest::addColumn<Cut>("how");
    QTest::addColumn<int>("error");
    QTest::newRow("reset") << Cut::Reset << ECONNRESET;
    QTest::newRow("orderly") << Cut::Orderly << 0;
}

void TestFaultProxy::cuts()
{
    QFETCH(Cut, how);
    QFETCH(int, error);
    PlainClient second(m_proxy->port());
    EVENTUALLY_COMPARE(m_server->sockets.size(), 2);
    m_proxy->cut(how);
    EVENTUALLY(m_server->isClosed(0) && m_server->isClosed(1));
    EVENTUALLY(second.end);
    QCOMPARE(*second.end, error);
    EVENTUALLY(m_client->closed);
    EVENTUALLY_COMPARE(m_proxy->openCount(), 0);
    RawClient third(m_proxy->port());
    third.send("third");
    EVENTUALLY_COMPARE(m_server->received(2), QByteArray("third"));
}

void TestFaultProxy::refusesAndListensAgain()
{
    m_proxy->refuse();
    RawClient second(m_proxy->port());
    QObject::connect(&second.socket, &QTcpSocket::errorOccurred, [&second] { second.closed = true; });
    EVENTUALLY(second.closed);
    QCOMPARE(second.socket.error(), QAbstractSocket::ConnectionRefusedError);
    m_client->send(" and on");
    EVENTUALLY_COMPARE(m_server->received(), QByteArray("first and on"));
    const quint16 port = m_proxy->port();
    m_proxy->pass();
    QCOMPARE(m_proxy->port(), port);
    RawClient third(port);
    third.send("third");
    EVENTUALLY_COMPARE(m_server->received(1), QByteArray("third"));
}

void TestFaultProxy::delaysAndKeepsTheOrder()
{
    constexpr int hour = 3'600'000;
    m_proxy->delay(Toward::Client, hour);
    m_server->sockets[0]->write("late ");
    EVENTUALLY_COMPARE(m_proxy->bufferedBytes(Toward::Client), 5);
    m_client->send(" quick");
    EVENTUALLY_COMPARE(m_server->received(), QByteArray("first quick")); // the other way does not wait
    m_proxy->delay(Toward::Client, 1);
    m_server->sockets[0]->write("later");
    EVENTUALLY_COMPARE(m_proxy->bufferedBytes(Toward::Client), 10);
    QCOMPARE(m_client->received, QByteArray());
    m_proxy->pass();
    EVENTUALLY_COMPARE(m_client->received, QByteArray("late later"));

    m_proxy->delay(Toward::Client, 20);
    QElapsedTimer time;
    time.start();
    m_server->sockets[0]->write("!");
    EVENTUALLY(m_client->received.endsWith('!'));
    QVERIFY(time.elapsed() >= 20);
}

void TestFaultProxy::isHalfOpen()
{
    m_proxy->hold(Toward::Client);
    m_server->sockets[0]->write("unheard");
    RawClient second(m_proxy->port());
    second.send("second");
    EVENTUALLY_COMPARE(m_server->received(1), QByteArray("second"));
    m_server->sockets[0]->disconnectFromHost();
    EVENTUALLY(m_server->isClosed());
    EVENTUALLY_COMPARE(m_proxy->bufferedBytes(Toward::Client), 7);
    QVERIFY(!m_client->closed && m_client->received.isEmpty());
    m_proxy->pass();
    EVENTUALLY(m_client->closed);
    QCOMPARE(m_client->received, QByteArray("unheard"));
    QVERIFY(!second.closed);
}

void TestFaultProxy::isABlackHole()
{
    m_proxy->blackHole();
    m_client->send(" held");
    RawClient second(m_proxy->port());
    second.send("second");
    EVENTUALLY_COMPARE(m_proxy->bufferedBytes(Toward::Server), 11);
    QCOMPARE(second.socket.state(), QAbstractSocket::ConnectedState);
    m_client->socket.disconnectFromHost();
    EVENTUALLY(m_client->closed);
    QCOMPARE(m_server->sockets.size(), 1);
    QCOMPARE(m_server->received(), QByteArray("first"));
    QVERIFY(!m_server->isClosed());
    m_proxy->pass();
    EVENTUALLY(m_server->isClosed());
    QCOMPARE(m_server->received(), QByteArray("first held"));
    EVENTUALLY_COMPARE(m_server->received(1), QByteArray("second"));
}

void TestFaultProxy::holdsABoundedAmount()
{
    constexpr qsizetype much = 64 * 1024 * 1024;
    m_proxy->hold(Toward::Server);
    m_client->send(QByteArray(much, 'x'));
    EVENTUALLY_COMPARE(m_proxy->bufferedBytes(Toward::Server), 256 * 1024);
    QVERIFY(m_client->socket.bytesToWrite() > much / 2); // the rest waits where it comes from
    m_server->sockets[0]->setReadBufferSize(1024);
    m_proxy->pass();
    EVENTUALLY(m_server->sockets[0]->bytesAvailable() >= 1024);
    QVERIFY(m_proxy->bufferedBytes(Toward::Server) <= 1024 * 1024);
    QVERIFY(m_client->socket.bytesToWrite() > much / 2);
}

void TestFaultProxy::goesToAnotherServer()
{
    PlainServer other;
    m_proxy->setUpstream(other.serverPort());
    RawClient second(m_proxy->port());
    second.send("second");
    EVENTUALLY_COMPARE(other.received(), QByteArray("second"));
    m_client->send(" stays");
    EVENTUALLY_COMPARE(m_server->received(), QByteArray("first stays"));
    QCOMPARE(m_proxy->connectionCount(), 2);
}

void TestFaultProxy::dropsMessages()
{
    AnsweringServer server;
    m_proxy->setUpstream(server.serverPort());
    WebSocketClient client(webSocketUrl(*m_proxy));
    QVERIFY(client.opens());
    m_proxy->drop(Toward::Client, FaultProxy::oneIn(3, FaultProxy::acknowledgements()));
    m_proxy->drop(Toward::Server, FaultProxy::beginningWith("lost"));
    for (const char *text : {"a", "b", "lost", "c", "d", "e", "f", "g"})
        client.send(QString::fromLatin1(text));
    EVENTUALLY_COMPARE(client.messages, QStringList({u"43a"_s, u"43b"_s, u"43d"_s, u"43e"_s, u"43g"_s}));
    QCOMPARE(server.messages, QStringList({u"a"_s, u"b"_s, u"c"_s, u"d"_s, u"e"_s, u"f"_s, u"g"_s}));
    QCOMPARE(m_proxy->counts(Toward::Client).dropped, 2);
    QCOMPARE(m_proxy->counts(Toward::Server).dropped, 1);
    m_proxy->pass();
    client.messages.clear();
    client.send(u"lost"_s);
    client.send(QString(100'000, u'x')); // the longest kind of frame
    EVENTUALLY_COMPARE(client.messages, QStringList({u"43lost"_s, QString(u"43" + QString(100'000, u'x'))}));
}

void TestFaultProxy::duplicatesMessages()
{
    AnsweringServer server;
    m_proxy->setUpstream(server.serverPort());
    WebSocketClient client(webSocketUrl(*m_proxy));
    QVERIFY(client.opens());
    m_proxy->duplicate(Toward::Server, FaultProxy::beginningWith("b"));
    for (const char *text : {"a", "b", "c"})
        client.send(QString::fromLatin1(text));
    EVENTUALLY_COMPARE(server.messages, QStringList({u"a"_s, u"b"_s, u"b"_s, u"c"_s}));
    QCOMPARE(m_proxy->counts(Toward::Server).duplicated, 1);
}

void TestFaultProxy::takesAFragmentedMessageForOne()
{
    AnsweringServer server;
    m_proxy->setUpstream(server.serverPort());
    RawWebSocket client(m_proxy->port());
    QVERIFY(client.waitForUpgrade());
    m_proxy->drop(Toward::Server, FaultProxy::beginningWith("lost"));
    for (const QByteArray &beginning : {QByteArray("lo"), QByteArray("fo")}) {
        client.send(frames::frame(frames::Text, beginning, frames::Part::Unfinished));
        client.send(frames::frame(frames::Ping, "ping")); // between its parts, as it may be
        client.send(frames::frame(frames::Continuation, "st", frames::Part::Unfinished));
        client.send(frames::frame(frames::Continuation, "und"));
    }
    EVENTUALLY_COMPARE(client.texts, QStringList(u"43fostund"_s));
    QCOMPARE(client.pongs, 2);
    QCOMPARE(server.messages, QStringList(u"fostund"_s));
    QCOMPARE(m_proxy->counts(Toward::Server).dropped, 1);
}

void TestFaultProxy::cutsWithinAMessage_data()
{
    QTest::addColumn<Cut>("how");
    QTest::newRow("reset") << Cut::Reset;
    QTest::newRow("orderly") << Cut::Orderly;
}

void TestFaultProxy::cutsWithinAMessage()
{
    QFETCH(Cut, how);
    m_proxy->cutWithin(Toward::Server, FaultProxy::beginningWith("cut"), 7, how);
    RawClient client(m_proxy->port());
    client.send(RawWebSocket::handshake() + frames::text("whole") + frames::text("cut me"));
    EVENTUALLY(m_server->isClosed(1));
    const QByteArray expected =
        RawWebSocket::handshake() + frames::text("whole") + frames::text("cut me").first(7);
    QCOMPARE(m_server->received(1), expected);
    EVENTUALLY(client.closed);
    QCOMPARE(m_proxy->counts(Toward::Server).cut, 1);
    // Only once.
    RawClient next(m_proxy->port());
    next.send(RawWebSocket::handshake() + frames::text("cut me"));
    EVENTUALLY(m_server->received(2).endsWith("cut me"));
    QVERIFY(!m_server->isClosed(2));
}

QTEST_GUILESS_MAIN(TestFaultProxy)
#include "tst_faultproxy.moc"
