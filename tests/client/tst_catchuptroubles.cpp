// What CatchUp does when the way to the server is bad.

#include "client/catchup.h"

#include "support/catchupfixture.h"

#include <QTest>

using namespace ventanilla;
using namespace ventanilla::missed;
using namespace Qt::StringLiterals;

class TestCatchUpTroubles : public QObject
{
    Q_OBJECT

private slots:
    void init() { m = std::make_unique<CatchUpFixture>(); }
    void triesAgain_data();
    void triesAgain();
    void triesNoMoreWithoutAConnection();
    void dropsAnswersOfAnOlderConnection();
    void doesNotGoRoundInCircles_data();
    void doesNotGoRoundInCircles();
    void mayBeStoppedFromItsSignals_data();
    void mayBeStoppedFromItsSignals();

private:
    std::unique_ptr<CatchUpFixture> m;
};

void TestCatchUpTroubles::triesAgain_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("retryAfterSeconds");
    QTest::addColumn<int>("waitMs");
    QTest::newRow("no answer") << 0 << QByteArray() << 0 << 1'000;
    QTest::newRow("the database fails") << 500 << QByteArray() << 0 << 1'000;
    QTest::newRow("too many requests") << 429 << QByteArray() << 5 << 5'000;
    QTest::newRow("soon again") << 429 << QByteArray() << 0 << 1'000;
    QTest::newRow("the token is over") << 403 << R"({"codigo":"token_caducado"})"_ba << 0 << 1'000;
    QTest::newRow("not JSON") << 200 << "<html>"_ba << 0 << 1'000;
    QTest::newRow("not a page") << 200 << R"({"cursor":"x"})"_ba << 0 << 1'000;
}

void TestCatchUpTroubles::triesAgain()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, body);
    QFETCH(const int, retryAfterSeconds);
    QFETCH(const int, waitMs);
    m->connectAt(7);
    m->connectAt(100);
    m->answer(page(40, true));
    if (status)
        m->network.answerText(body, status, retryAfterSeconds);
    else
        m->network.breakOff();
    QCOMPARE(m->failures.size(), 1);
    QVERIFY(!m->catchUp.isCurrent());
    QVERIFY(m->retryTimer().isActive());
    QCOMPARE(m->retryTimer().interval(), waitMs);
    QCOMPARE(m->asked(), QList<qint64>({7, 40}));
    m->retryTimer().start(0);
    QTRY_COMPARE(m->asked(), QList<qint64>({7, 40, 40}));
    m->network.breakOff();
    QCOMPARE(m->retryTimer().interval(), 2'000); // longer each time
    m->retryTimer().start(0);
    QTRY_COMPARE(m->asked().size(), 4);
    m->answer(page(100));
    QVERIFY(m->catchUp.isCurrent());
}

void TestCatchUpTroubles::triesNoMoreWithoutAConnection()
{
    m->connectAt(7);
    m->connectAt(100);
    m->network.breakOff();
    QVERIFY(m->retryTimer().isActive());
    m->breakOff();
    QVERIFY(!m->retryTimer().isActive());
    m->session->retryNow();
    m->server->letIn();
    QCOMPARE(m->asked(), QList<qint64>({7, 7}));
}

void TestCatchUpTroubles::dropsAnswersOfAnOlderConnection()
{
    m->connectAt(7);
    m->connectAt(100);
    m->breakOff();
    m->answer(page(100)); // while there is no connection
    m->connectAt(100);
    m->connectAt(100);
    QCOMPARE(m->asked(), QList<qint64>({7, 7, 7}));
    m->answer(page(100)); // while there is another
    QCOMPARE(m->pages.size(), 0);
    QVERIFY(!m->catchUp.isCurrent());
    m->connectAt(100);
    m->network.breakOff();
    QCOMPARE(m->failures.size(), 0);
    m->answer(page(100));
    QCOMPARE(m->pages.size(), 1);
    QVERIFY(m->catchUp.isCurrent());
}

void TestCatchUpTroubles::doesNotGoRoundInCircles_data()
{
    QTest::addColumn<qint64>("cursor");
    QTest::addColumn<bool>("more");
    QTest::newRow("the same number") << qint64(40) << true;
    QTest::newRow("a lower number") << qint64(3) << true;
    QTest::newRow("no more, but not all") << qint64(60) << false;
}

void TestCatchUpTroubles::doesNotGoRoundInCircles()
{
    QFETCH(const qint64, cursor);
    QFETCH(const bool, more);
    m->connectAt(7);
    m->connectAt(100);
    m->answer(page(40, true));
    m->answer(page(cursor, more));
    QCOMPARE(m->asked().size(), 2); // not at once
    QVERIFY(!m->catchUp.isCurrent());
    QVERIFY(m->retryTimer().isActive());
    m->retryTimer().start(0);
    QTRY_COMPARE(m->asked().size(), 3);
    QCOMPARE(m->asked().last(), std::max<qint64>(cursor, 40)); // never back
    m->answer(page(100, true));
    QCOMPARE(m->asked().last(), 100);
    m->answer(page(100, true)); // all is there: what is more comes live
    QVERIFY(m->catchUp.isCurrent());
    QVERIFY(!m->retryTimer().isActive());
}

void TestCatchUpTroubles::mayBeStoppedFromItsSignals_data()
{
    QTest::addColumn<QString>("signal");
    QTest::newRow("reload") << u"reload"_s;
    QTest::newRow("started") << u"started"_s;
    QTest::newRow("missed") << u"missed"_s;
}

void TestCatchUpTroubles::mayBeStoppedFromItsSignals()
{
    QFETCH(const QString, signal);
    const auto stop = [this] { m->session->stop(); };
    if (signal == u"reload")
        connect(&m->catchUp, &CatchUp::reloadNeeded, this, stop);
    else if (signal == u"started")
        connect(&m->catchUp, &CatchUp::started, this, stop);
    else
        connect(&m->catchUp, &CatchUp::missed, this, stop);
    m->connectAt(7);
    if (signal != u"reload") {
        m->connectAt(100);
        m->answer(page(40, true));
    }
    QVERIFY(!m->catchUp.isCurrent());
    QVERIFY(!m->retryTimer().isActive());
    QCOMPARE(m->asked().size(), signal == u"missed" ? 1 : 0);
    QCOMPARE(m->network.waiting(), 0);
}

QTEST_GUILESS_MAIN(TestCatchUpTroubles)
#include "tst_catchuptroubles.moc"
