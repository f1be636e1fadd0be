#include "support/hostilefixture.h"
#include "support/httprequests.h"

using namespace ventanilla;

namespace {

constexpr int maxHead = 4096;
constexpr int maxPayload = 10'000;

const QByteArray get = "GET /api/mensajes/mios HTTP/1.1\r\nHost: a\r\n";
const QByteArray post = "POST /auth HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";
const QByteArray chunked = "Transfer-Encoding: chunked\r\n\r\n";

} // namespace

/// Requests that are too large, or that two parties could read differently, over the real port. Each
/// has another one behind it that must not be executed: it would sign mallory out.
class TestBadRequests : public HostileFixture
{
    Q_OBJECT

private slots:
    void initTestCase();
    void executesWhatIsBehindAGoodRequest();
    void refusesAndCloses_data();
    void refusesAndCloses();
    void refusesTooMuch_data();
    void refusesTooMuch();

private:
    static QByteArray signOut(const QString &with) { return getRequest("/logout", bearer(with)); }
    /// Whether this token still holds, so that signOut() has not been executed.
    bool isGood(const QString &with)
    {
        return ask(port(), getRequest("/api/mensajes/mios", bearer(with))).status == 200;
    }

    QString m_token;
};

void TestBadRequests::initTestCase()
{
    serve([](ServerConfig &config) {
        config.maxHead = maxHead;
        config.maxPayload = maxPayload;
    });
    m_token = token();
}

void TestBadRequests::executesWhatIsBehindAGoodRequest()
{
    m_server->addAccount(QStringLiteral("eve"), Role::User);
    const QString hers = token(QStringLiteral("eve"));
    QVERIFY(isGood(hers));
    RawClient client(port());
    client.send(get + "\r\n" + signOut(hers));
    EVENTUALLY_COMPARE(client.statuses(), QList<int>({401, 204}));
    QVERIFY(!isGood(hers));
}

void TestBadRequests::refusesAndCloses_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const QByteArray &request, int status = 400) {
        QTest::newRow(name) << request << status;
    };
    row("two lengths", post + "Content-Length: 2\r\nContent-Length: 0\r\n\r\n{}");
    row("one length twice", post + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}");
    row("a list of lengths", post + "Content-Length: 2, 2\r\n\r\n{}");
    row("a signed length", post + "Content-Length: +2\r\n\r\n{}");
    row("a negative length", post + "Content-Length: -1\r\n\r\n");
    row("a hexadecimal length", post + "Content-Length: 0x2\r\n\r\n{}");
    row("an overflowing length", post + "Content-Length: 18446744073709551618\r\n\r\n{}");
    row("a length and chunks", post + "Content-Length: 4\r\n" + chunked + "0\r\n\r\n");
    row("chunks and a length", post + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n");
    row("two codings", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501);
    row("chunked twice", post + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", 501);
    row("two coding headers", post + "Transfer-Encoding: chunked\r\n" + chunked + "0\r\n\r\n");
    row("an unknown coding", post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 501);
    row("identity", post + "Transfer-Encoding: identity\r\n\r\n", 501);
    row("chunks in HTTP/1.0", "POST /auth HTTP/1.0\r\nHost: a\r\n" + chunked + "0\r\n\r\n");
    row("space before the colon", post + "Content-Length : 0\r\n\r\n");
    row("a folded header", post + "Content-Length:\r\n 0\r\n\r\n");
    row("a header folded with a tab", get + "X: a\r\n\tb\r\n\r\n");
    row("two Hosts", get + "Host: b\r\n\r\n");
    row("no Host", "GET /api/mensajes/mios HTTP/1.1\r\n\r\n");
    row("bare LF in the head", get + "X: a\nY: b\r\n\r\n");
    row("bare LF at the head's end", get + "\n");
    row("bare CR in the head", get + "X: a\rY: b\r\n\r\n");
    row("NUL in the target", QByteArray("GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n", 28));
    row("NUL in a header", get + QByteArray("X: a\0b\r\n\r\n", 10));
    row("an absolute target", "GET http://a/logout HTTP/1.1\r\nHost: a\r\n\r\n");
    row("a chunk without a size", post + chunked + "\r\n");
    row("a chunk longer than its size", post + chunked + "2\r\nabc\r\n0\r\n\r\n");
    row("a chunk's overflowing size", post + chunked + "10000000000000002\r\n{}\r\n0\r\n\r\n");
    row("bare LF behind a chunk's size", post + chunked + "2\n{}\r\n0\r\n\r\n");
    row("an upgrade with a body",
        get + "Upgrade: websocket\r\nConnection: Upgrade\r\nContent-Length: 2\r\n\r\n{}");
}

void TestBadRequests::refusesAndCloses()
{
    QFETCH(QByteArray, request);
    QFETCH(int, status);
    RawClient client(port());
    client.send(request + signOut(m_token));
    EVENTUALLY(client.closed);
    QCOMPARE(client.statuses(), QList<int>({status}));
    QVERIFY(isGood(m_token));
}

void TestBadRequests::refusesTooMuch_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const QByteArray &request, int status) {
        QTest::newRow(name) << request << status;
    };
    const QByteArray polling = "POST /socket.io/?EIO=4&transport=polling&sid=x HTTP/1.1\r\nHost: a\r\n";
    const QByteArray chunk = "400\r\n" + QByteArray(1024, 'x') + "\r\n";
    const QByteArray length = "Content-Length: " + QByteArray::number(maxPayload + 1) + "\r\n\r\n";
    row("a long header", get + "X: " + QByteArray(maxHead, 'x') + "\r\n\r\n", 431);
    row("a head without an end", get + QByteArray("X: y\r\n").repeated(maxHead), 431);
    row("a long target", "GET /" + QByteArray(maxHead, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n", 431);
    row("many headers", get + QByteArray("X: y\r\n").repeated(101) + "\r\n", 431);
    row("a long body, by its length only", post + length, 413);
    row("a long body", post + length + QByteArray(maxPayload + 1, 'x'), 413);
    row("a very long body", post + "Content-Length: 9223372036854775807\r\n\r\n", 413);
    row("a long chunk, by its size only", post + chunked + "2711\r\n", 413);
    row("many chunks", post + chunked + chunk.repeated(10), 413);
    row("a body where none belongs", get + length, 413);
    row("a body of a session that is none", polling + "Content-Length: 2\r\n\r\n{}", 400);
}

void TestBadRequests::refusesTooMuch()
{
    QFETCH(QByteArray, request);
    QFETCH(int, status);
    RawClient client(port());
    client.send(request);
    EVENTUALLY(client.closed);
    QCOMPARE(client.statuses(), QList<int>({status}));
    EVENTUALLY_COMPARE(connections(), Bystanders::count);
}

QTEST_GUILESS_MAIN(TestBadRequests)
#include "tst_badrequests.moc"
