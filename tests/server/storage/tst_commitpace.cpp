#include "storage/commitpace.h"

#include <QTest>

#include <cmath>

using namespace ventanilla;

class TestCommitPace : public QObject
{
    Q_OBJECT

private slots:
    void aLoneWriteNeverWaits();
    void aQuietServerNeverWaits();
    void gathersWhatComesBackToBack_data();
    void gathersWhatComesBackToBack();
    void letsNobodyWaitElse_data();
    void letsNobodyWaitElse();
    void neverWaitsIfToldSo();
    void knowsOnlyCommitsThatBegan();
    void neverWaitsLongerThanItSays();
    void oneBurstIsNoLoad();
    void countsFromTheCommitBefore();
    void forgetsAfterAPause();

private:
    /// When commits begin as they may and take so long, with so many writes coming evenly: the time
    /// between two of them in the end. `nowUs` is when the last one began.
    static qint64 settledApartUs(CommitPace &pace, qint64 writesPerSecond, qint64 commitUs, qint64 *nowUs)
    {
        constexpr int commits = 400;
        constexpr int looked = 100;
        const double each = static_cast<double>(writesPerSecond) / 1e6;
        double waiting = 1;
        qint64 begun = *nowUs;
        qint64 lookedSince = *nowUs;
        for (int i = 0; i < commits; ++i) {
            // Until there is one, and then as long as the pace says.
            const qint64 until = waiting >= 1 ? 0 : qRound64(std::ceil((1 - waiting) / each));
            const qint64 wait = until + pace.delayUs(*nowUs + until);
            begun = *nowUs + wait;
            waiting += static_cast<double>(wait) * each;
            const auto writes = static_cast<qint64>(waiting);
            pace.noteCommit(writes, begun);
            pace.noteCommitted(begun + commitUs);
            *nowUs = begun + commitUs;
            waiting += static_cast<double>(commitUs) * each - static_cast<double>(writes);
            if (i == commits - looked - 1)
                lookedSince = begun;
        }
        *nowUs = begun;
        return (begun - lookedSince) / looked;
    }
};

void TestCommitPace::aLoneWriteNeverWaits()
{
    CommitPace pace;
    QCOMPARE(pace.delayUs(0), 0);
    for (qint64 now = 1'000'000; now < 20'000'000; now += 1'000'000) {
        QCOMPARE(pace.delayUs(now), 0);
        pace.noteCommit(1, now);
        QCOMPARE(pace.delayUs(now), 0);
        pace.noteCommitted(now + 5'000);
    }
}

void TestCommitPace::aQuietServerNeverWaits()
{
    CommitPace pace;
    for (qint64 now = 10'000'000; now < 11'000'000; now += 2'000) { // 500 a second, one at a time
        QCOMPARE(pace.delayUs(now), 0);
        pace.noteCommit(1, now);
        pace.noteCommitted(now + 1'900);
    }
}

void TestCommitPace::gathersWhatComesBackToBack_data()
{
    QTest::addColumn<qint64>("writesPerSecond");
    QTest::addColumn<qint64>("commitUs");
    QTest::addColumn<qint64>("leastUs");
    QTest::addColumn<qint64>("mostUs");
    QTest::newRow("2,000 a second") << qint64(2'000) << qint64(600) << qint64(900) << qint64(1'100);
    QTest::newRow("4,000 a second") << qint64(4'000) << qint64(250) << qint64(2'800) << qint64(3'300);
    QTest::newRow("6,000 a second") << qint64(6'000) << qint64(250) << qint64(4'800) << qint64(5'000);
    QTest::newRow("50,000 a second") << qint64(50'000) << qint64(250) << qint64(5'000) << qint64(5'000);
}

void TestCommitPace::gathersWhatComesBackToBack()
{
    QFETCH(qint64, writesPerSecond);
    QFETCH(qint64, commitUs);
    QFETCH(qint64, leastUs);
    QFETCH(qint64, mostUs);
    CommitPace pace;
    qint64 now = 10'000'000;
    const qint64 apart = settledApartUs(pace, writesPerSecond, commitUs, &now);
    QVERIFY2(apart >= leastUs && apart <= mostUs, qPrintable(QString::number(apart)));
}

void TestCommitPace::letsNobodyWaitElse_data()
{
    QTest::addColumn<qint64>("writesPerSecond");
    QTest::addColumn<qint64>("commitUs");
    QTest::addColumn<qint64>("apartUs");
    QTest::newRow("each commit is over before the next write") << qint64(2'000) << qint64(100) << qint64(500);
    QTest::newRow("nearly all are") << qint64(3'000) << qint64(150) << qint64(333);
    QTest::newRow("many, and a disk that is faster still") << qint64(20'000) << qint64(20) << qint64(50);
    QTest::newRow("few, and a slow disk") << qint64(800) << qint64(4'000) << qint64(4'000);
    QTest::newRow("a slow disk gathers by itself") << qint64(2'000) << qint64(3'000) << qint64(3'000);
}

void TestCommitPace::letsNobodyWaitElse()
{
    QFETCH(qint64, writesPerSecond);
    QFETCH(qint64, commitUs);
    QFETCH(qint64, apartUs);
    CommitPace pace;
    qint64 now = 10'000'000;
    const qint64 apart = settledApartUs(pace, writesPerSecond, commitUs, &now);
    QVERIFY2(std::abs(apart - apartUs) <= 1, qPrintable(QString::number(apart)));
}

void TestCommitPace::neverWaitsIfToldSo()
{
    CommitPace pace(0);
    qint64 now = 10'000'000;
    QCOMPARE(settledApartUs(pace, 50'000, 250, &now), 250);
}

void TestCommitPace::knowsOnlyCommitsThatBegan()
{
    CommitPace pace;
    qint64 now = 10'000'000;
    settledApartUs(pace, 20'000, 20, &now);
    now += 90'000;
    pace.noteCommitted(now); // of the spool, say
    pace.noteCommit(100, now);
    QCOMPARE(pace.delayUs(now), 0);
}

void TestCommitPace::neverWaitsLongerThanItSays()
{
    CommitPace pace;
    qint64 now = 10'000'000;
    for (const qint64 writes : {1, 256, 1, 100'000, 256}) {
        for (int i = 0; i < 20; ++i) {
            now += 100;
            const qint64 wait = pace.delayUs(now);
            QVERIFY(wait >= 0 && wait <= 5'000);
            now += wait;
            pace.noteCommit(writes, now);
            pace.noteCommitted(now + 100);
        }
    }
}

void TestCommitPace::oneBurstIsNoLoad()
{
    CommitPace pace;
    pace.noteCommit(256, 10'000'000); // a long time after the one before
    pace.noteCommitted(10'003'000);
    QCOMPARE(pace.delayUs(10'003'000), 0);
    pace.noteCommit(4, 10'003'000); // who came meanwhile
    pace.noteCommitted(10'004'000);
    QCOMPARE(pace.delayUs(10'004'000), 0);
}

void TestCommitPace::countsFromTheCommitBefore()
{
    CommitPace pace;
    qint64 now = 10'000'000;
    settledApartUs(pace, 50'000, 250, &now);
    QCOMPARE(pace.delayUs(now), 5'000);
    QCOMPARE(pace.delayUs(now + 2'000), 3'000);
    QCOMPARE(pace.delayUs(now + 5'000), 0);
    QCOMPARE(pace.delayUs(now + 60'000), 0);
}

void TestCommitPace::forgetsAfterAPause()
{
    CommitPace pace;
    qint64 now = 10'000'000;
    settledApartUs(pace, 50'000, 250, &now);
    now += 1'000'000;
    pace.noteCommit(1, now);
    QCOMPARE(pace.delayUs(now), 0); // the first after the pause makes nobody wait
}

QTEST_GUILESS_MAIN(TestCommitPace)
#include "tst_commitpace.moc"
