#include "support/httpfeed.h"

#include <QTest>

using namespace ventanilla;
using namespace ventanilla::httpfeed;
using namespace Qt::StringLiterals;

class TestHttpParser : public QObject
{
    Q_OBJECT

private slots:
    void refusesHeads_data();
    void refusesHeads();
    void waitsForTheEndOfTheHead_data();
    void waitsForTheEndOfTheHead();
    void readsAHead();
    void readsTargets_data();
    void readsTargets();
    void knowsWhatKeepsAlive_data();
    void knowsWhatKeepsAlive();
    void knowsUpgrades_data();
    void knowsUpgrades();
    void knowsExpectations_data();
    void knowsExpectations();
};

void TestHttpParser::refusesHeads_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const QByteArray &head, int status) {
        QTest::newRow(name) << QByteArray(head + "\r\n") << status;
    };
    row("no Host", "GET / HTTP/1.1\r\n", 400);
    row("two Hosts", get + "Host: a\r\n", 400);
    row("two different Hosts", get + "hOST: b\r\n", 400);
    row("absolute form", "GET http://a/ HTTP/1.1\r\nHost: a\r\n", 400);
    row("asterisk form", "OPTIONS * HTTP/1.1\r\nHost: a\r\n", 400);
    row("authority form", "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n", 400);
    row("no target", "GET  HTTP/1.1\r\nHost: a\r\n", 400);
    row("no version", "GET /\r\nHost: a\r\n", 400);
    row("HTTP/0.9", "GET / HTTP/0.9\r\nHost: a\r\n", 505);
    row("HTTP/1.2", "GET / HTTP/1.2\r\nHost: a\r\n", 505);
    row("HTTP/3.0", "GET / HTTP/3.0\r\nHost: a\r\n", 505);
    row("HTTP/2 preface", "PRI * HTTP/2.0\r\n", 505);
    row("lower-case protocol", "GET / http/1.1\r\nHost: a\r\n", 505);
    row("space in the method", "G ET / HTTP/1.1\r\nHost: a\r\n", 505);
    row("control in the method", "G\x01T / HTTP/1.1\r\nHost: a\r\n", 400);
    row("NUL in the target", QByteArray("GET /\0 HTTP/1.1\r\nHost: a\r\n", 26), 400);
    row("NUL in a value", get + QByteArray("X: a\0b\r\n", 8), 400);
    row("NUL in a name", get + QByteArray("X\0Y: b\r\n", 8), 400);
    row("bare LF in a value", get + "X: a\nY: b\r\n", 400);
    row("bare CR in a value", get + "X: a\rY: b\r\n", 400);
    row("bare LF behind the request line", "GET / HTTP/1.1\nHost: a\r\n", 505);
    row("folded line", get + "X: a\r\n b\r\n", 400);
    row("folded with a tab", get + "X: a\r\n\tb\r\n", 400);
    row("white space before the first header", "GET / HTTP/1.1\r\n Host: a\r\n", 400);
    row("space before the colon", get + "Content-Length : 5\r\n", 400);
    row("no colon", get + "nonsense\r\n", 400);
    row("no name", get + ": x\r\n", 400);
    row("different lengths", post + "Content-Length: 5\r\nContent-Length: 6\r\n", 400);
    row("the same length twice", post + "Content-Length: 5\r\nContent-Length: 5\r\n", 400);
    row("a list of lengths", post + "Content-Length: 5, 5\r\n", 400);
    row("negative length", post + "Content-Length: -5\r\n", 400);
    row("length with a plus", post + "Content-Length: +5\r\n", 400);
    row("length in hex", post + "Content-Length: 0x5\r\n", 400);
    row("empty length", post + "Content-Length: \r\n", 400);
    row("overflowing length", post + "Content-Length: 18446744073709551621\r\n", 400);
    row("length over the limit", post + "Content-Length: 101\r\n", 413);
    row("length and chunked", post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", 400);
    row("chunked and length", post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", 400);
    row("unknown coding", post + "Transfer-Encoding: xchunked\r\n", 501);
    row("coding behind chunked", post + "Transfer-Encoding: chunked, identity\r\n", 501);
    row("coding before chunked", post + "Transfer-Encoding: gzip, chunked\r\n", 501);
    row("chunked twice", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", 400);
    row("identity", post + "Transfer-Encoding: identity\r\n", 501);
    row("chunked in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n", 400);
    row("other expectation", post + "Content-Length: 1\r\nExpect: 200-ok\r\n", 417);
    row("500 headers in little", get + QByteArray("a:\r\n").repeated(200), 431);
    row("20 headers are the most", get + QByteArray("a: b\r\n").repeated(20), 431);
    row("head too large", get + "X: " + QByteArray(2000, 'x') + "\r\n", 431);
}

void TestHttpParser::refusesHeads()
{
    QFETCH(QByteArray, head);
    QFETCH(int, status);
    HttpParser whole(limits);
    QCOMPARE(feed(whole, head, head.size()), status);
    HttpParser byteByByte(limits);
    QCOMPARE(feed(byteByByte, head, 1), status);
}

void TestHttpParser::waitsForTheEndOfTheHead_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("half a line") << QByteArray("GET / HT");
    QTest::newRow("all but the last byte") << QByteArray(get + "\r");
    QTest::newRow("bare LF line ends never end it") << QByteArray("GET / HTTP/1.1\nHost: a\n\n");
}

void TestHttpParser::waitsForTheEndOfTheHead()
{
    QFETCH(QByteArray, bytes);
    HttpParser parser(limits);
    const auto used = parser.put(bytes);
    QVERIFY(used.ok());
    QCOMPARE(*used, 0);
    QVERIFY(!parser.isHeadComplete());
    // An endless head is refused as soon as it is over the limit, even without an end.
    const auto over = parser.put(QByteArray(bytes + QByteArray(limits.headBytes + 1, 'x')));
    QVERIFY(!over.ok());
    QCOMPARE(over.error().status, 431);
}

void TestHttpParser::readsAHead()
{
    HttpParser parser(limits);
    QCOMPARE(feed(parser, "PuT /a HTTP/1.0\r\nX-One:  b c \r\nx-one:\r\nY: \xff\r\n\r\n", 1), 0);
    QVERIFY(parser.isComplete());
    const HttpRequest request = parser.takeHead();
    QCOMPARE(request.method, QByteArray("PuT"));
    QCOMPARE(request.version, 10);
    QCOMPARE(request.headers.size(), std::size_t(3));
    QCOMPARE(request.header("x-one"), QByteArray("b c"));
    QCOMPARE(request.header("y"), QByteArray("\xff"));
    QVERIFY(request.body.isEmpty());
}

void TestHttpParser::readsTargets_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("x");
    QTest::newRow("root") << QByteArray("/") << u"/"_s << QString();
    QTest::newRow("query") << QByteArray("/a?x=1&y=2") << u"/a"_s << u"1"_s;
    QTest::newRow("encoded once") << QByteArray("/%2561?x=%2561") << u"/%61"_s << u"%61"_s;
    QTest::newRow("beyond ASCII") << QByteArray("/%C3%B1?x=%C3%B1") << u"/ñ"_s << u"ñ"_s;
    QTest::newRow("plus") << QByteArray("/a+b?x=a+b%2B") << u"/a+b"_s << u"a b+"_s;
    QTest::newRow("question mark in the query") << QByteArray("/a?x=?") << u"/a"_s << u"?"_s;
    QTest::newRow("climbing stays text") << QByteArray("/../../etc") << u"/../../etc"_s << QString();
    QTest::newRow("two slashes") << QByteArray("//evil/a") << u"//evil/a"_s << QString();
}

void TestHttpParser::readsTargets()
{
    QFETCH(QByteArray, target);
    HttpParser parser(limits);
    QCOMPARE(feed(parser, "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n", 1000), 0);
    const HttpRequest request = parser.takeHead();
    QTEST(request.path, "path");
    QTEST(request.queryItem(u"x"_s).value_or(QString()), "x");
}

void TestHttpParser::knowsWhatKeepsAlive_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<bool>("keeps");
    QTest::newRow("1.1") << get << true;
    QTest::newRow("1.1 close") << QByteArray(get + "Connection: close\r\n") << false;
    QTest::newRow("1.1 close in a list") << QByteArray(get + "Connection: x, Close\r\n") << false;
    QTest::newRow("1.0") << QByteArray("GET / HTTP/1.0\r\n") << false;
    QTest::newRow("1.0 keep-alive") << QByteArray("GET / HTTP/1.0\r\nConnection: keep-alive\r\n") << true;
    QTest::newRow("1.0 both") << QByteArray("GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n") << false;
    QTest::newRow("1.0 both, apart")
        << QByteArray("GET / HTTP/1.0\r\nConnection: close\r\nConnection: keep-alive\r\n") << false;
}

void TestHttpParser::knowsWhatKeepsAlive()
{
    QFETCH(QByteArray, head);
    HttpParser parser(limits);
    QCOMPARE(feed(parser, head + "\r\n", 1000), 0);
    QTEST(parser.keepsAlive(), "keeps");
}

void TestHttpParser::knowsUpgrades_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<bool>("upgrade");
    const QByteArray asks = "Connection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n";
    QTest::newRow("none") << get << false;
    QTest::newRow("WebSocket") << QByteArray(get + asks) << true;
    QTest::newRow("in a list") << QByteArray(get + "Connection: Upgrade\r\nUpgrade: h2/1.0 ,\twebsocket\r\n")
                               << true;
    QTest::newRow("what only begins like it")
        << QByteArray(get + "Connection: Upgrade\r\nUpgrade: websocket\xff\r\n") << false;
    QTest::newRow("POST") << QByteArray(post + asks) << false;
    QTest::newRow("HTTP/1.0") << QByteArray("GET / HTTP/1.0\r\nHost: a\r\n" + asks) << false;
    QTest::newRow("without Connection") << QByteArray(get + "Upgrade: websocket\r\n") << false;
    QTest::newRow("Connection without Upgrade") << QByteArray(get + "Connection: upgrade\r\n") << false;
    // What an HTTP/2 client offers may be ignored (RFC 9110, 7.8): it is a plain request then.
    QTest::newRow("HTTP/2") << QByteArray(get + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n")
                            << false;
}

void TestHttpParser::knowsUpgrades()
{
    QFETCH(QByteArray, head);
    HttpParser parser(limits);
    QCOMPARE(feed(parser, head + "\r\n", 1000), 0);
    QTEST(parser.isUpgrade(), "upgrade");
}

void TestHttpParser::knowsExpectations_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<bool>("waits");
    const QByteArray asks = "Content-Length: 1\r\nExpect: 100-Continue\r\n";
    QTest::newRow("none") << QByteArray(post + "Content-Length: 1\r\n") << false;
    QTest::newRow("1.1") << QByteArray(post + asks) << true;
    QTest::newRow("1.0 is not heeded") << QByteArray("POST / HTTP/1.0\r\n" + asks) << false;
}

void TestHttpParser::knowsExpectations()
{
    QFETCH(QByteArray, head);
    HttpParser parser(limits);
    QCOMPARE(feed(parser, head + "\r\n", 1000), 0);
    QTEST(parser.expectsContinue(), "waits");
}

QTEST_GUILESS_MAIN(TestHttpParser)
#include "tst_httpparser.moc"
