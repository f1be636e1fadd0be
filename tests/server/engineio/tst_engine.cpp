#include "engineio/engine.h"
#include "support/manualclock.h"

#include <QSet>
#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

class TestEngine : public QObject
{
    Q_OBJECT

private slots:
    void makesUnguessableSids();
    void judgesUpgrades_data();
    void judgesUpgrades();
};

void TestEngine::makesUnguessableSids()
{
    QSet<QString> sids;
    for (int i = 0; i < 10'000; ++i) {
        const QString sid = makeSid();
        QCOMPARE(sid.size(), 20); // 120 bits
        sids.insert(sid);
    }
    QCOMPARE(sids.size(), 10'000);
}

void TestEngine::judgesUpgrades_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<QByteArray>("problem");
    const auto row = [](const char *name, const char *query, const char *origin, const char *problem) {
        QTest::newRow(name) << QString::fromLatin1(query) << QByteArray(origin) << QByteArray(problem);
    };
    row("good", "EIO=4&transport=websocket", "", "");
    row("good, same origin", "EIO=4&transport=websocket", "http://a", "");
    row("good, listed origin", "EIO=4&transport=websocket", "https://shop.example", "");
    row("no transport", "EIO=4", "", "Transport unknown");
    row("transport abc", "EIO=4&transport=abc", "", "Transport unknown");
    row("capitals", "EIO=4&transport=WebSocket", "", "Transport unknown");
    row("no EIO", "transport=websocket", "", "Unsupported protocol version");
    row("EIO abc", "EIO=abc&transport=websocket", "", "Unsupported protocol version");
    row("EIO 3", "EIO=3&transport=websocket", "", "Unsupported protocol version");
    row("EIO 44", "EIO=44&transport=websocket", "", "Unsupported protocol version");
    row("polling does not upgrade by itself", "EIO=4&transport=polling", "", "Bad request");
    row("an empty sid is none", "EIO=4&transport=websocket&sid=", "", "");
    row("a session", "EIO=4&transport=websocket&sid=x", "", "Session ID unknown");
    row("foreign origin", "EIO=4&transport=websocket", "http://evil.example", "Forbidden");
    row("origin null", "EIO=4&transport=websocket", "null", "Forbidden");
    row("the transport is judged first", "EIO=3&transport=x&sid=x", "http://evil", "Transport unknown");
    row("then the origin", "EIO=3&transport=websocket&sid=x", "http://evil", "Forbidden");
    row("then the session", "EIO=3&transport=websocket&sid=x", "", "Session ID unknown");
}

void TestEngine::judgesUpgrades()
{
    QFETCH(QString, query);
    QFETCH(QByteArray, origin);
    QFETCH(QByteArray, problem);
    ManualClock clock;
    Counters counters;
    EngineConfig config;
    config.allowedOrigins = QStringList(u"https://shop.example"_s);
    BufferBudget budget(0, counters);
    const Engine engine(config, clock, budget, counters);
    HttpRequest request;
    request.method = "GET";
    request.path = config.path;
    request.query = query.toLatin1();
    request.headers = {{"host", "a"},
                       {"upgrade", "websocket"},
                       {"connection", "Upgrade"},
                       {"sec-websocket-version", "13"},
                       {"sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="}};
    if (!origin.isEmpty())
        request.headers.emplace_back("origin", origin);
    const auto refused = engine.upgradeProblem(request);
    QCOMPARE(refused.has_value(), !problem.isEmpty());
    if (!refused)
        return;
    QCOMPARE(refused->status, 400);
    QCOMPARE(refused->body, problem);
    QVERIFY(refused->contentType.startsWith("text/html"));
    QVERIFY(refused->close);
}

QTEST_GUILESS_MAIN(TestEngine)
#include "tst_engine.moc"
