#include "net/listener.h"
#include "net/router.h"
#include "support/rawclient.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

class TestRouter : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void routes_data();
    void routes();
    void namesTheAllowedMethods_data();
    void namesTheAllowedMethods();
    void answersHeadWithTheHandlerOfGet();
    void laterRoutesReplaceEarlierOnes();

private:
    QByteArray answerTo(const QByteArray &request);
    void add(const char *method, const QString &path, const QByteArray &body);

    Counters m_counters;
    BufferBudget m_budget {0, m_counters};
    Router m_router;
    std::unique_ptr<Listener> m_listener;
};

void TestRouter::add(const char *method, const QString &path, const QByteArray &body)
{
    m_router.add(method, path, [body](const HttpRequest &, const HttpResponder &responder) {
        responder.respond({200, "text/plain", body, {}, false});
    });
}

void TestRouter::initTestCase()
{
    add("GET", u"/both"_s, "got");
    add("POST", u"/both"_s, "posted");
    add("GET", u"/read"_s, "read");
    add("POST", u"/write"_s, "written");
    HttpHandlers handlers;
    handlers.onRequest = [this](const HttpRequest &request, const HttpResponder &responder) {
        m_router.handle(request, responder);
    };
    handlers.upgradeProblem = [](const HttpRequest &) { return std::nullopt; };
    m_listener = std::make_unique<Listener>(ListenerConfig {}, handlers, m_budget, m_counters);
    QVERIFY(m_listener->listen(QHostAddress::LocalHost, 0));
}

QByteArray TestRouter::answerTo(const QByteArray &request)
{
    RawClient client(m_listener->serverPort());
    client.send(request + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    (void)QTest::qWaitFor([&] { return client.closed; });
    return client.received;
}

void TestRouter::routes_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QByteArray>("body");
    const auto row = [](const char *request, const char *status, const char *body) {
        QTest::newRow(request) << QByteArray(request) << QByteArray(status) << QByteArray(body);
    };
    row("GET /both", "200", "got");
    row("POST /both", "200", "posted");
    row("GET /both?x=1", "200", "got");
    row("GET /b%6fth", "200", "got");
    row("GET /both/", "404", "no_encontrado\",\"error\":\"No encontrado\"}");
    row("GET /BOTH", "404", "}");
    row("GET /", "404", "}");
    row("GET //both", "404", "}");
    row("GET /x/../both", "404", "}");
    row("GET /both%00", "404", "}");
    row("POST /nowhere", "404", "}");
    row("DELETE /both", "405", "}");
    row("get /both", "405", "}");
    row("POST /read", "405", "}");
    row("HEAD /write", "405", "");
}

void TestRouter::routes()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, status);
    QFETCH(QByteArray, body);
    const QByteArray answer = answerTo(request);
    QCOMPARE(answer.mid(9, 3), status);
    QVERIFY2(answer.endsWith(body), answer.constData());
}

void TestRouter::namesTheAllowedMethods_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("allow");
    QTest::newRow("both") << QByteArray("PUT /both") << QByteArray("GET, POST");
    QTest::newRow("read") << QByteArray("POST /read") << QByteArray("GET");
    QTest::newRow("write") << QByteArray("GET /write") << QByteArray("POST");
}

void TestRouter::namesTheAllowedMethods()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, allow);
    const QByteArray answer = answerTo(request);
    QVERIFY2(answer.contains(QByteArray("\r\nAllow: " + allow + "\r\n")), answer.constData());
}

void TestRouter::answersHeadWithTheHandlerOfGet()
{
    const QByteArray answer = answerTo("HEAD /read");
    QVERIFY(answer.startsWith("HTTP/1.1 200 "));
    QVERIFY(answer.contains("Content-Length: 4\r\n"));
    QVERIFY(answer.endsWith("\r\n\r\n"));
}

void TestRouter::laterRoutesReplaceEarlierOnes()
{
    add("GET", u"/replaced"_s, "old");
    add("GET", u"/replaced"_s, "new");
    QVERIFY(answerTo("GET /replaced").endsWith("new"));
}

QTEST_GUILESS_MAIN(TestRouter)
#include "tst_router.moc"
