#include "conformance/conformancefixture.h"

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {

const QByteArray listedOrigin = "https://shop.example";
const QByteArray foreignOrigin = "https://evil.example";

QByteArray fromPageOf(const QByteArray &origin)
{
    return "Origin: " + origin + "\r\n";
}

} // namespace

/// What pages of other origins may read.
class TestCorsRules : public ConformanceFixture
{
    Q_OBJECT

private slots:
    void letsAnyPageReadEveryAnswer_data();
    void letsAnyPageReadEveryAnswer();
    void letsAListedPageReadEveryAnswerWithCredentials_data();
    void letsAListedPageReadEveryAnswerWithCredentials();
    void letsNoOtherPageReadAnything();
    void keepsCachesFromMixingUpOrigins();
    void answersPreflights_data();
    void answersPreflights();
    void refusesThePreflightOfAnotherPage();

private:
    bool serveOrigins(const QStringList &origins);
    static void addAnswers();
    HttpAnswer answerTo(const QByteArray &method, const QByteArray &query, const QByteArray &headers);

    std::unique_ptr<PollingClient> m_client;
};

bool TestCorsRules::serveOrigins(const QStringList &origins)
{
    EngineConfig config = calmConfig();
    config.allowedOrigins = origins;
    config.maxPayload = 100;
    if (!serve(Mode::Engine, config))
        return false;
    m_client = std::make_unique<PollingClient>(pollingClient());
    return m_client->request("GET", PollingClient::newSession).answer().status == 200 && m_client->open();
}

/// Every kind of answer that polling has. A query that begins with & goes on behind the sid.
void TestCorsRules::addAnswers()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const char *method, const char *query, const QByteArray &body,
                        int status) {
        QTest::newRow(name) << QByteArray(method) << QByteArray(query) << body << status;
    };
    row("a handshake", "GET", "EIO=4&transport=polling", {}, 200);
    row("a poll", "GET", "&t=1", {}, 200);
    row("a post", "POST", "&t=1", "4hello", 200);
    row("no transport", "GET", "EIO=4", {}, 400);
    row("a sid nobody has", "GET", "EIO=4&transport=polling&sid=abc", {}, 400);
    row("a bad method", "POST", "EIO=4&transport=polling", {}, 400);
    row("a bad version", "GET", "EIO=3&transport=polling", {}, 400);
    row("an invalid packet", "POST", "&t=1", "abc", 400);
    row("too much", "POST", "&t=1", QByteArray(101, '4'), 413);
}

HttpAnswer TestCorsRules::answerTo(const QByteArray &method, const QByteArray &query,
                                   const QByteArray &headers)
{
    QFETCH(QByteArray, body);
    if (!query.startsWith('&'))
        return m_client->request(method, query, body, headers).answer();
    if (method == "GET") // so that the poll need not wait
        (void)m_client->post("4hello").answer();
    return m_client->request(method, m_client->query() + query, body, headers).answer();
}

void TestCorsRules::letsAnyPageReadEveryAnswer_data()
{
    addAnswers();
}

void TestCorsRules::letsAnyPageReadEveryAnswer()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, query);
    QVERIFY(serveOrigins({u"*"_s}));
    const HttpAnswer answer = answerTo(method, query, fromPageOf(foreignOrigin));
    QTEST(answer.status, "status");
    QCOMPARE(answer.header("access-control-allow-origin"), "*");
    QCOMPARE(answer.header("access-control-allow-credentials"), ""); // no browser takes both
}

void TestCorsRules::letsAListedPageReadEveryAnswerWithCredentials_data()
{
    addAnswers();
}

void TestCorsRules::letsAListedPageReadEveryAnswerWithCredentials()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, query);
    QVERIFY(serveOrigins({u"https://other.example"_s, QString::fromLatin1(listedOrigin)}));
    const HttpAnswer answer = answerTo(method, query, fromPageOf(listedOrigin));
    QTEST(answer.status, "status");
    QCOMPARE(answer.header("access-control-allow-origin"), listedOrigin);
    QCOMPARE(answer.header("access-control-allow-credentials"), "true");
    QCOMPARE(answer.header("vary"), "Origin");
}

void TestCorsRules::letsNoOtherPageReadAnything()
{
    QVERIFY(serveOrigins({QString::fromLatin1(listedOrigin)}));
    for (const QByteArray &query : {QByteArray(PollingClient::newSession), m_client->query()}) {
        const HttpAnswer answer = m_client->request("GET", query, {}, fromPageOf(foreignOrigin)).answer();
        QCOMPARE(answer.status, 403);
        QCOMPARE(answer.header("access-control-allow-origin"), "");
        QCOMPARE(answer.header("access-control-allow-credentials"), "");
    }
    QCOMPARE(m_client->post("4hello").answer().status, 200); // the session is none the worse
}

void TestCorsRules::keepsCachesFromMixingUpOrigins()
{
    QVERIFY(serveOrigins({QString::fromLatin1(listedOrigin)}));
    for (const QByteArray &headers : {QByteArray(), fromPageOf(foreignOrigin)})
        QCOMPARE(m_client->request("GET", PollingClient::newSession, {}, headers).answer().header("vary"),
                 "Origin");
}

void TestCorsRules::answersPreflights_data()
{
    QTest::addColumn<QString>("allowed");
    QTest::addColumn<QByteArray>("origin");
    QTest::newRow("any origin") << u"*"_s << QByteArray("*");
    QTest::newRow("a listed one") << QString::fromLatin1(listedOrigin) << listedOrigin;
}

void TestCorsRules::answersPreflights()
{
    QFETCH(QString, allowed);
    QVERIFY(serveOrigins({allowed}));
    const QByteArray headers = fromPageOf(listedOrigin)
        + "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: content-type,x-own\r\n";
    for (const QByteArray &query : {QByteArray(PollingClient::newSession), m_client->query(), QByteArray()}) {
        const HttpAnswer answer = m_client->request("OPTIONS", query, {}, headers).answer();
        QCOMPARE(answer.status, 204);
        QCOMPARE(answer.body, "");
        QTEST(answer.header("access-control-allow-origin"), "origin");
        QVERIFY(answer.header("access-control-allow-methods").contains("POST"));
        QCOMPARE(answer.header("access-control-allow-headers"), "content-type,x-own");
    }
    QCOMPARE(m_client->post("4hello").answer().status, 200);
}

void TestCorsRules::refusesThePreflightOfAnotherPage()
{
    QVERIFY(serveOrigins({QString::fromLatin1(listedOrigin)}));
    const QByteArray headers = fromPageOf(foreignOrigin) + "Access-Control-Request-Method: POST\r\n";
    const HttpAnswer answer = m_client->request("OPTIONS", PollingClient::newSession, {}, headers).answer();
    QCOMPARE(answer.status, 403);
    QCOMPARE(answer.header("access-control-allow-origin"), "");
}

QTEST_GUILESS_MAIN(TestCorsRules)
#include "tst_corsrules.moc"
