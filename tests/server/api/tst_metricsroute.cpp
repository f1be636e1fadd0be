#include "api/metricsroute.h"
#include "support/apifixture.h"

using namespace ventanilla;
using namespace Qt::StringLiterals;

class TestMetricsRoute : public ApiFixture
{
    Q_OBJECT

private slots:
    void init();
    void writesCountersAndGauges();
    void escapesWhatHelps();
    void answersAProgramOnThisMachine();
    void isNotThereForOthers_data();
    void isNotThereForOthers();

private:
    std::unique_ptr<Counters> m_shown;
    std::unique_ptr<MetricsRoute> m_route;
};

void TestMetricsRoute::init()
{
    QVERIFY(prepare());
    m_shown = std::make_unique<Counters>();
    m_shown->counter("ventanilla_things_total", "Things done.").add(3);
    m_route = std::make_unique<MetricsRoute>(*m_shown);
    m_route->addTo(*m_router);
}

void TestMetricsRoute::writesCountersAndGauges()
{
    m_shown->counter("ventanilla_things_open", "Things open now.").subtract(2);
    QCOMPARE(metricsText(*m_shown),
             QByteArray("# HELP ventanilla_things_total Things done.\n"
                        "# TYPE ventanilla_things_total counter\n"
                        "ventanilla_things_total 3\n"
                        "# HELP ventanilla_things_open Things open now.\n"
                        "# TYPE ventanilla_things_open gauge\n"
                        "ventanilla_things_open -2\n"));
    QCOMPARE(metricsText(Counters()), QByteArray());
}

void TestMetricsRoute::escapesWhatHelps()
{
    Counters odd;
    odd.counter("odd", "Two\nlines, a \\ and a \"quote\".");
    QVERIFY(
        metricsText(odd).startsWith("# HELP odd Two\\nlines, a \\\\ and a \"quote\".\n# TYPE odd gauge\n"));
}

void TestMetricsRoute::answersAProgramOnThisMachine()
{
    get("/metrics", std::nullopt);
    QCOMPARE(status(), 200);
    QVERIFY(client().received.contains("\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"));
    QCOMPARE(body(), metricsText(*m_shown));
}

void TestMetricsRoute::isNotThereForOthers_data()
{
    QTest::addColumn<QString>("peer");
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<int>("expected");
    const auto row = [](const char *peer, const QByteArray &headers, int expected) {
        QTest::addRow("%s %s", peer, headers.constData())
            << QString::fromLatin1(peer) << (headers.isEmpty() ? headers : QByteArray(headers + "\r\n"))
            << expected;
    };
    row("127.0.0.1", {}, 200);
    row("127.9.9.9", {}, 200);
    row("::1", {}, 200);
    row("::ffff:127.0.0.1", {}, 200);
    row("192.0.2.1", {}, 404);
    row("10.0.0.1", {}, 404);
    row("::ffff:192.0.2.1", {}, 404);
    row("fe80::1", {}, 404);
    row("0.0.0.0", {}, 404);
    row("127.0.0.1", "Forwarded: for=192.0.2.1", 404);
    row("127.0.0.1", "X-Forwarded-For: 127.0.0.1", 404);
    row("127.0.0.1", "x-real-ip: 127.0.0.1", 404);
    row("127.0.0.1", "X-Forwarded-For:", 404);
    row("127.0.0.1", "X-Forwarded-Proto: https", 200);
}

void TestMetricsRoute::isNotThereForOthers()
{
    QFETCH(QString, peer);
    QFETCH(QByteArray, headers);
    QFETCH(int, expected);
    client().send("GET /metrics HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n");
    QTRY_COMPARE(m_requests.size(), std::size_t(1));
    m_requests[0].first.peerAddress = QHostAddress(peer);
    m_router->handle(m_requests[0].first, *m_requests[0].second);
    QCOMPARE(status(), expected);
    if (expected == 404)
        QCOMPARE(answer(),
                 (QJsonObject {{u"error"_s, u"No encontrado"_s}, {u"codigo"_s, u"no_encontrado"_s}}));
}

QTEST_GUILESS_MAIN(TestMetricsRoute)
#include "tst_metricsroute.moc"
