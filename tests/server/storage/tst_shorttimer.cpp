#include "storage/shorttimer.h"
#include "support/waiting.h"

#include <QTest>

using namespace ventanilla;

class TestShortTimer : public QObject
{
    Q_OBJECT

private slots:
    void tellsOnce_data();
    void tellsOnce();
    void neverTellsTooEarly();
    void mayBeStartedAgainFromWhatItTells();
    void countsFromTheLastStart();
    void tellsNothingWhenItIsGone();

private:
    static bool isOver(qint64 us)
    {
        bool over = false;
        ShortTimer other([&over] { over = true; });
        return other.start(us) && waitFor([&over] { return over; });
    }
};

void TestShortTimer::tellsOnce_data()
{
    QTest::addColumn<qint64>("us");
    QTest::newRow("nothing") << qint64(0);
    QTest::newRow("less than a millisecond") << qint64(300);
    QTest::newRow("more") << qint64(4'700);
    QTest::newRow("more than a second") << qint64(1'000'300);
}

void TestShortTimer::tellsOnce()
{
    QFETCH(qint64, us);
    int told = 0;
    ShortTimer timer([&] {
        ++told;
        QVERIFY(!timer.isActive());
    });
    QVERIFY(!timer.isActive());
    QVERIFY(timer.start(us));
    QVERIFY(timer.isActive());
    QVERIFY(waitFor([&] { return told > 0; }));
    QVERIFY(isOver(5'000));
    QCOMPARE(told, 1);
}

void TestShortTimer::neverTellsTooEarly()
{
    QElapsedTimer time;
    qint64 tookNs = 0;
    ShortTimer timer([&] { tookNs = time.nsecsElapsed(); });
    time.start();
    QVERIFY(timer.start(2'500));
    QVERIFY(waitFor([&] { return tookNs > 0; }));
    QVERIFY(tookNs >= 2'500'000);
}

void TestShortTimer::mayBeStartedAgainFromWhatItTells()
{
    int told = 0;
    std::unique_ptr<ShortTimer> timer;
    timer = std::make_unique<ShortTimer>([&] {
        if (++told < 3)
            QVERIFY(timer->start(100));
    });
    QVERIFY(timer->start(100));
    QVERIFY(waitFor([&] { return told == 3; }));
    QVERIFY(!timer->isActive());
}

void TestShortTimer::countsFromTheLastStart()
{
    int told = 0;
    ShortTimer timer([&told] { ++told; });
    QVERIFY(timer.start(1));
    QVERIFY(timer.start(30'000'000));
    QVERIFY(isOver(2'000));
    QCOMPARE(told, 0);
    QVERIFY(timer.isActive());
}

void TestShortTimer::tellsNothingWhenItIsGone()
{
    int told = 0;
    {
        ShortTimer timer([&told] { ++told; });
        QVERIFY(timer.start(1));
    }
    QVERIFY(isOver(2'000));
    QCOMPARE(told, 0);
}

QTEST_GUILESS_MAIN(TestShortTimer)
#include "tst_shorttimer.moc"
