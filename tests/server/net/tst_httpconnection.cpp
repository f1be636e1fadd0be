#include "support/httpserverfixture.h"

#include <QPointer>
#include <QRegularExpression>
#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {
const QByteArray openHead = "GET /a HTTP/1.1\r\nHost: a\r\n";
} // namespace

/// One connection behind a Listener, over a real socket.
class TestHttpConnection : public HttpServerFixture
{
    Q_OBJECT

private slots:
    void init() { QVERIFY(listen()); }
    void cleanup() { stop(); }
    void answersAndKeepsAlive();
    void answersPipelinedRequestsInOrder();
    void readsOnBehindAFullBuffer();
    void closesWhenAsked_data();
    void closesWhenAsked();
    void leavesOutTheBodyForHead();
    void continuesWhenExpected();
    void answersALostResponder();
    void answersOnlyOnce();
    void dropsTheAnswerOfAClientThatLeft();
    void refusesAHugeBodyReadably();
    void refusesAnUpgradeWithABody_data();
    void refusesAnUpgradeWithABody();
    void survivesGarbage_data();
    void survivesGarbage();
};

void TestHttpConnection::answersAndKeepsAlive()
{
    client().send(get("one"));
    QTRY_COMPARE(m_requests.size(), std::size_t(1));
    QCOMPARE(m_requests[0].first.path, u"/one"_s);
    QCOMPARE(m_requests[0].first.peerAddress, QHostAddress(QHostAddress::LocalHost));
    QCOMPARE(m_requests[0].first.peerPort, client().socket.localPort());
    respond(0, "first");
    QTRY_VERIFY(client().received.endsWith("\r\n\r\nfirst"));
    QVERIFY(client().received.contains("Content-Length: 5\r\n"));
    QVERIFY(client().received.contains("Connection: keep-alive\r\n"));
    QVERIFY(client().received.contains("X-Content-Type-Options: nosniff\r\n"));
    client().send(get("two"));
    QTRY_COMPARE(m_requests.size(), std::size_t(2));
    respond(1, "second");
    QTRY_VERIFY(client().received.endsWith("second"));
}

void TestHttpConnection::answersPipelinedRequestsInOrder()
{
    QByteArray all;
    for (int i = 0; i < 300; ++i)
        all += get(QByteArray::number(i));
    client().send(all);
    for (int i = 0; i < 300; ++i) {
        QTRY_COMPARE(m_requests.size(), static_cast<std::size_t>(i + 1)); // never the next one early
        QCOMPARE(m_requests.back().first.path, QString(u'/' + QString::number(i)));
        respond(static_cast<std::size_t>(i), '<' + QByteArray::number(i) + '>');
    }
    QTRY_VERIFY(client().received.endsWith("<299>"));
    QString bodies = QString::fromLatin1(client().received);
    int expected = 0;
    static const QRegularExpression body(u"<(\\d+)>"_s);
    for (auto match = body.globalMatch(bodies); match.hasNext(); ++expected)
        QCOMPARE(match.next().captured(1).toInt(), expected);
    QCOMPARE(expected, 300);
}

void TestHttpConnection::readsOnBehindAFullBuffer()
{
    // While the first one is handled, more comes than the connection reads ahead.
    constexpr std::size_t count = 4000;
    constexpr qint64 readAhead = 64 * 1024;
    client().send(get("more").repeated(count));
    QTRY_COMPARE(m_budget.bytes(), readAhead);
    QCOMPARE(m_requests.size(), std::size_t(1));
    for (std::size_t i = 0; i < count; ++i) {
        QTRY_VERIFY(m_requests.size() == i + 1);
        respond(i, {});
    }
    QTRY_COMPARE(client().statuses().size(), qsizetype(count));
}

void TestHttpConnection::closesWhenAsked_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::newRow("Connection: close") << get("a", "Connection: close\r\n");
    QTest::newRow("HTTP/1.0") << QByteArray("GET /a HTTP/1.0\r\n\r\n");
}

void TestHttpConnection::closesWhenAsked()
{
    QFETCH(QByteArray, request);
    client().send(request + get("never"));
    QTRY_COMPARE(m_requests.size(), std::size_t(1));
    respond(0, "bye");
    QTRY_VERIFY(client().closed);
    QVERIFY(client().received.contains("Connection: close\r\n"));
    QVERIFY(client().received.endsWith("bye"));
    QCOMPARE(m_requests.size(), std::size_t(1));
}

void TestHttpConnection::leavesOutTheBodyForHead()
{
    client().send("HEAD /a HTTP/1.1\r\nHost: a\r\n\r\n" + get("b"));
    QTRY_COMPARE(m_requests.size(), std::size_t(1));
    respond(0, "12345");
    QTRY_COMPARE(m_requests.size(), std::size_t(2));
    respond(1, "67890");
    QTRY_VERIFY(client().received.endsWith("67890"));
    QVERIFY(!client().received.contains("12345"));
    QCOMPARE(client().received.count("Content-Length: 5\r\n"), 2);
}

void TestHttpConnection::continuesWhenExpected()
{
    client().send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
    QTRY_COMPARE(client().received, QByteArray("HTTP/1.1 100 Continue\r\n\r\n"));
    client().send("ab");
    client().send("c");
    QTRY_COMPARE(m_requests.size(), std::size_t(1));
    QCOMPARE(m_requests[0].first.body, QByteArray("abc"));
    respond(0, "ok");
    QTRY_COMPARE(client().statuses(), QList<int>({100, 200}));
}

void TestHttpConnection::answersALostResponder()
{
    QTest::ignoreMessage(QtCriticalMsg, "a request was dropped without an answer");
    client().send(get("a") + get("b"));
    QTRY_COMPARE(m_requests.size(), std::size_t(1));
    m_requests[0].second.reset();
    QTRY_COMPARE(client().statuses(), QList<int>({500}));
    QTRY_COMPARE(m_requests.size(), std::size_t(2));
    respond(1, "ok");
    QTRY_COMPARE(client().statuses(), QList<int>({500, 200}));
}

void TestHttpConnection::answersOnlyOnce()
{
    client().send(get("a"));
    QTRY_COMPARE(m_requests.size(), std::size_t(1));
    const HttpResponder copy = *m_requests[0].second;
    QVERIFY(copy.isWaiting());
    respond(0, "one");
    QVERIFY(!copy.isWaiting());
    copy.respond({200, "text/plain", "two", {}, false});
    client().send(get("b"));
    QTRY_COMPARE(m_requests.size(), std::size_t(2));
    respond(1, "three");
    QTRY_VERIFY(client().received.endsWith("three"));
    QVERIFY(!client().received.contains("two"));
}

void TestHttpConnection::dropsTheAnswerOfAClientThatLeft()
{
    client().send(get("a"));
    QTRY_COMPARE(m_requests.size(), std::size_t(1));
    client().socket.abort();
    const Counter &open = m_counters.counter("ventanilla_connections_open", {});
    QTRY_COMPARE(open.value(), 0);
    QVERIFY(!m_requests[0].second->isWaiting());
    respond(0, "nobody");
    m_requests.clear(); // neither of the two may crash or warn
}

void TestHttpConnection::refusesAHugeBodyReadably()
{
    client().send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 600000\r\n\r\n");
    client().send(QByteArray(600'000, 'x'));
    QTRY_VERIFY(client().closed);
    QCOMPARE(client().statuses(), QList<int>({413}));
    QVERIFY(client().received.endsWith('}'));
    QVERIFY(m_requests.empty());
}

void TestHttpConnection::refusesAnUpgradeWithABody_data()
{
    QTest::addColumn<QByteArray>("rest");
    QTest::newRow("with the head") << QByteArray("Content-Length: 3\r\n\r\nabc");
    QTest::newRow("still to come") << QByteArray("Content-Length: 3\r\n\r\n");
    QTest::newRow("chunked") << QByteArray("Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
}

void TestHttpConnection::refusesAnUpgradeWithABody()
{
    QFETCH(QByteArray, rest);
    client().send(QByteArray(openHead) + "Connection: Upgrade\r\nUpgrade: websocket\r\n" + rest);
    QTRY_VERIFY(client().closed);
    QCOMPARE(client().statuses(), QList<int>({400}));
}

void TestHttpConnection::survivesGarbage_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    QTest::newRow("TLS client hello") << QByteArray("\x16\x03\x01\x02\x00\x01\r\n\r\n", 10) << 400;
    QTest::newRow("HTTP/2 preface") << QByteArray("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") << 505;
    QTest::newRow("empty lines") << QByteArray("\r\n\r\n\r\n\r\n") << 400;
    QTest::newRow("an endless head") << QByteArray(openHead + QByteArray("X: ") + QByteArray(100'000, 'x'))
                                     << 431;
    QTest::newRow("smuggling") << QByteArray(
        "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked"
        "\r\n\r\n0\r\n\r\nGET /admin HTTP/1.1\r\nHost: a\r\n\r\n")
                               << 400;
}

void TestHttpConnection::survivesGarbage()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    client().send(bytes);
    QTRY_VERIFY(client().closed);
    QCOMPARE(client().statuses(), QList<int>({status}));
    QVERIFY(m_requests.empty());
}

QTEST_GUILESS_MAIN(TestHttpConnection)
#include "tst_httpconnection.moc"
