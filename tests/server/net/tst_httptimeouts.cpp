#include "support/httpserverfixture.h"

#include <QTest>
#include <QTimer>

using namespace ventanilla;

/// What a connection does to a client that takes its time.
class TestHttpTimeouts : public HttpServerFixture
{
    Q_OBJECT

private slots:
    void cleanup() { stop(); }
    void cutsOffASlowHead();
    void cutsOffASlowBody();
    void cutsOffADripFeed();
    void closesAnIdleConnection();
};

void TestHttpTimeouts::cutsOffASlowHead()
{
    HttpConnectionConfig config;
    config.requestTimeoutMs = 50;
    QVERIFY(listen(config));
    client().send("GET /a HTTP/1.1\r\nHost: a\r\n");
    QTRY_VERIFY(client().closed);
    QCOMPARE(client().statuses(), QList<int>({408}));
}

void TestHttpTimeouts::cutsOffASlowBody()
{
    HttpConnectionConfig config;
    config.requestTimeoutMs = 50;
    QVERIFY(listen(config));
    client().send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nab");
    QTRY_VERIFY(client().closed);
    QCOMPARE(client().statuses(), QList<int>({408}));
}

void TestHttpTimeouts::cutsOffADripFeed()
{
    // Both times alike: each byte of the second request must not begin its time anew.
    HttpConnectionConfig config;
    config.requestTimeoutMs = 100;
    config.idleTimeoutMs = 100;
    QVERIFY(listen(config));
    client().send(get("a"));
    QTRY_COMPARE(m_requests.size(), std::size_t(1));
    respond(0, "ok");
    QTRY_VERIFY(client().received.endsWith("ok"));
    QTimer drip;
    connect(&drip, &QTimer::timeout, this, [this] { client().send("x"); });
    drip.start(5);
    QTRY_VERIFY(client().closed);
    QCOMPARE(client().statuses(), QList<int>({200, 408}));
}

void TestHttpTimeouts::closesAnIdleConnection()
{
    HttpConnectionConfig config;
    config.idleTimeoutMs = 50;
    QVERIFY(listen(config));
    client().send(get("a"));
    QTRY_COMPARE(m_requests.size(), std::size_t(1));
    respond(0, "ok");
    QTRY_VERIFY(client().closed);
    QCOMPARE(client().statuses(), QList<int>({200}));
}

QTEST_GUILESS_MAIN(TestHttpTimeouts)
#include "tst_httptimeouts.moc"
