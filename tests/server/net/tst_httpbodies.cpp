#include "support/httpfeed.h"

#include <QTest>

using namespace ventanilla;
using namespace ventanilla::httpfeed;

class TestHttpBodies : public QObject
{
    Q_OBJECT

private slots:
    void stopsAtTheEndOfARequest_data();
    void stopsAtTheEndOfARequest();
    void readsBodies_data();
    void readsBodies();
    void refusesBodies_data();
    void refusesBodies();
    void trailersAskForNothing();
    void countsAChunkOnce();
};

void TestHttpBodies::stopsAtTheEndOfARequest_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::newRow("without a body") << QByteArray(get + "\r\n");
    QTest::newRow("with a length") << QByteArray(post + "Content-Length: 3\r\n\r\nabc");
    QTest::newRow("with length 0") << QByteArray(post + "Content-Length: 0\r\n\r\n");
    QTest::newRow("chunked") << QByteArray(post + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
    QTest::newRow("chunked with a trailer")
        << QByteArray(post + "Transfer-Encoding: chunked\r\n\r\n0\r\nX: y\r\n\r\n");
}

void TestHttpBodies::stopsAtTheEndOfARequest()
{
    QFETCH(QByteArray, request);
    const QByteArray pipelined = request + request + get;
    for (const qsizetype step : {pipelined.size(), qsizetype(1), qsizetype(7)}) {
        HttpParser parser(limits);
        qsizetype used = 0;
        QCOMPARE(feed(parser, pipelined, step, &used), 0);
        QVERIFY(parser.isComplete());
        QCOMPARE(used, request.size());
    }
}

void TestHttpBodies::readsBodies_data()
{
    QTest::addColumn<QByteArray>("tail");
    QTest::addColumn<QByteArray>("body");
    const QByteArray chunked = "Transfer-Encoding: chunked\r\n\r\n";
    QTest::newRow("length") << QByteArray("Content-Length: 5\r\n\r\nab\r\nc") << QByteArray("ab\r\nc");
    QTest::newRow("binary") << QByteArray("Content-Length: 3\r\n\r\n\0\xff\0", 24)
                            << QByteArray("\0\xff\0", 3);
    QTest::newRow("up to the limit") << QByteArray("Content-Length: 100\r\n\r\n" + QByteArray(100, 'x'))
                                     << QByteArray(100, 'x');
    QTest::newRow("no chunks") << QByteArray(chunked + "0\r\n\r\n") << QByteArray();
    QTest::newRow("two chunks") << QByteArray(chunked + "2\r\nab\r\n3\r\n\r\nc\r\n0\r\n\r\n")
                                << QByteArray("ab\r\nc");
    QTest::newRow("hex sizes") << QByteArray(chunked + "00A\r\n0123456789\r\n0\r\n\r\n")
                               << QByteArray("0123456789");
    QTest::newRow("extensions") << QByteArray(chunked + "2;a=b;c=\"d\"\r\nab\r\n0;z\r\n\r\n")
                                << QByteArray("ab");
    QTest::newRow("any case") << QByteArray("Transfer-Encoding: CHUNKED\r\n\r\n1\r\nx\r\n0\r\n\r\n")
                              << QByteArray("x");
}

void TestHttpBodies::readsBodies()
{
    QFETCH(QByteArray, tail);
    const QByteArray stream = post + tail;
    for (qsizetype step = 1; step <= stream.size(); ++step) { // split anywhere
        HttpParser parser(limits);
        QCOMPARE(feed(parser, stream, step), 0);
        QVERIFY(parser.isComplete());
        QTEST(parser.takeBody(), "body");
    }
}

void TestHttpBodies::refusesBodies_data()
{
    QTest::addColumn<QByteArray>("chunks");
    QTest::addColumn<int>("status");
    QTest::newRow("no size") << QByteArray("\r\nab\r\n") << 400;
    QTest::newRow("not hex") << QByteArray("g\r\n") << 400;
    QTest::newRow("negative") << QByteArray("-1\r\n") << 400;
    QTest::newRow("0x") << QByteArray("0x2\r\nab\r\n") << 400;
    QTest::newRow("overflowing") << QByteArray("fffffffffffffffff\r\n") << 400;
    QTest::newRow("too long for its size") << QByteArray("2\r\nabc\r\n") << 400;
    QTest::newRow("bare LF behind the size") << QByteArray("2\nab\r\n0\r\n\r\n") << 400;
    QTest::newRow("over the limit") << QByteArray("65\r\n") << 413;
    QTest::newRow("over the limit in all")
        << QByteArray("40\r\n" + QByteArray(64, 'x') + "\r\n40\r\n" + QByteArray(64, 'x')) << 413;
}

void TestHttpBodies::refusesBodies()
{
    QFETCH(QByteArray, chunks);
    QFETCH(int, status);
    const QByteArray stream = post + "Transfer-Encoding: chunked\r\n\r\n" + chunks + "\r\n\r\nxxxxx";
    HttpParser whole(limits);
    QCOMPARE(feed(whole, stream, stream.size()), status);
    HttpParser byteByByte(limits);
    QCOMPARE(feed(byteByByte, stream, 1), status);
}

void TestHttpBodies::trailersAskForNothing()
{
    HttpParser parser(limits);
    const QByteArray trailer =
        "0\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nExpect: 100-continue\r\n\r\n";
    QCOMPARE(feed(parser, get + "Transfer-Encoding: chunked\r\n\r\n" + trailer, 1000), 0);
    QVERIFY(parser.isComplete());
    QVERIFY(!parser.isUpgrade());
    QVERIFY(!parser.expectsContinue());
}

void TestHttpBodies::countsAChunkOnce()
{
    // Beast looks again at the chunk's size with each byte of an extension whose quotes do not end.
    HttpParser parser(limits);
    const QByteArray extension = "40;a=\"\r\n" + QByteArray(100, 'x');
    QCOMPARE(feed(parser, post + "Transfer-Encoding: chunked\r\n\r\n" + extension, 1), 0);
    QVERIFY(!parser.isComplete());
}

QTEST_GUILESS_MAIN(TestHttpBodies)
#include "tst_httpbodies.moc"
