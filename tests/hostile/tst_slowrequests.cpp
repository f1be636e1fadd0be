#include "support/hostilefixture.h"
#include "support/rawclient.h"

#include <QTimer>

using namespace ventanilla;

namespace {
constexpr int requestTimeoutMs = 400;
constexpr int dripMs = 20;
} // namespace

/// Clients that send their requests a byte at a time, for ever.
class TestSlowRequests : public HostileFixture
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cutsOff_data();
    void cutsOff();
    void cutsOffManyAtOnce();
    void cutsOffWhoeverSaysNothing();
};

void TestSlowRequests::initTestCase()
{
    serve([](ServerConfig &config) { config.requestTimeoutMs = requestTimeoutMs; });
}

void TestSlowRequests::cutsOff_data()
{
    QTest::addColumn<QByteArray>("begin");
    QTest::addColumn<QByteArray>("drop");
    const QByteArray post = "POST /auth HTTP/1.1\r\nHost: a\r\n";
    QTest::newRow("request line") << QByteArray("GET /") << QByteArray("a");
    QTest::newRow("a header") << QByteArray("GET / HTTP/1.1\r\nHost: ") << QByteArray("a");
    QTest::newRow("headers") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\n") << QByteArray("A: b\r\n");
    QTest::newRow("body") << QByteArray(post + "Content-Length: 900000\r\n\r\n") << QByteArray("a");
    QTest::newRow("chunks") << QByteArray(post + "Transfer-Encoding: chunked\r\n\r\n")
                            << QByteArray("1\r\na\r\n");
    QTest::newRow("a chunk's size") << QByteArray(post + "Transfer-Encoding: chunked\r\n\r\n1")
                                    << QByteArray(";a=b");
    QTest::newRow("a trailer") << QByteArray(post + "Transfer-Encoding: chunked\r\n\r\n0\r\n")
                               << QByteArray("A: b\r\n");
}

void TestSlowRequests::cutsOff()
{
    QFETCH(QByteArray, begin);
    QFETCH(QByteArray, drop);
    RawClient client(port());
    client.send(begin);
    QTimer drip;
    connect(&drip, &QTimer::timeout, this, [&] { client.send(drop); });
    drip.start(dripMs);
    EVENTUALLY(client.closed);
    QCOMPARE(client.statuses(), QList<int>({408}));
    EVENTUALLY_COMPARE(connections(), Bystanders::count);
}

void TestSlowRequests::cutsOffManyAtOnce()
{
    const qint64 before = counter("ventanilla_connections_accepted_total");
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 200; ++i) {
        clients.push_back(std::make_unique<RawClient>(port()));
        clients.back()->send(i % 2 == 0 ? "GET / HTTP/1.1\r\nHost: a\r\n"
                                        : "POST /auth HTTP/1.1\r\nHost: a\r\nContent-Length: 900000\r\n\r\n");
    }
    QTimer drip;
    connect(&drip, &QTimer::timeout, this, [&] {
        for (const auto &client : clients)
            client->send("a");
    });
    drip.start(dripMs);
    QVERIFY(m_bystanders->canTalk());
    EVENTUALLY_COMPARE(connections(), Bystanders::count);
    QCOMPARE(counter("ventanilla_connections_accepted_total") - before, 200);
}

void TestSlowRequests::cutsOffWhoeverSaysNothing()
{
    RawClient silent(port());
    EVENTUALLY(silent.closed);
    QCOMPARE(silent.received, QByteArray());
}

QTEST_GUILESS_MAIN(TestSlowRequests)
#include "tst_slowrequests.moc"
