#include "storage/commitpace.h"

#include <QTest>

using namespace ventanilla;

class TestCommitPace : public QObject
{
    Q_OBJECT

private slots:
    void aLoneWriteNeverWaits();
    void aQuietServerNeverWaits();
    void gathersUnderLoad_data();
    void gathersUnderLoad();
    void neverWaitsLongerThanItSays();
    void oneBurstIsNoLoad();
    void countsFromTheCommitBefore();
    void forgetsAfterAPause();

private:
    /// When commits begin as they may, with so many writes coming a second: the time between the last
    /// two.
    static qint64 settledApartUs(CommitPace &pace, qint64 writesPerSecond, qint64 *nowUs)
    {
        constexpr qint64 commitUs = 250; // what one takes by itself
        qint64 apart = 0;
        for (int i = 0; i < 200; ++i) {
            const qint64 before = *nowUs;
            *nowUs += commitUs;
            *nowUs += pace.delayUs(*nowUs);
            apart = *nowUs - before;
            pace.noteCommit(std::max<qint64>(writesPerSecond * apart / 1'000'000, 1), *nowUs);
        }
        return apart;
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
    }
}

void TestCommitPace::aQuietServerNeverWaits()
{
    CommitPace pace;
    for (qint64 now = 10'000'000; now < 11'000'000; now += 2'000) { // 500 a second, one at a time
        QCOMPARE(pace.delayUs(now), 0);
        pace.noteCommit(1, now);
    }
}

void TestCommitPace::gathersUnderLoad_data()
{
    QTest::addColumn<qint64>("writesPerSecond");
    QTest::addColumn<qint64>("leastUs");
    QTest::addColumn<qint64>("mostUs");
    QTest::newRow("2,000 a second") << qint64(2'000) << qint64(500) << qint64(1'500);
    QTest::newRow("4,000 a second") << qint64(4'000) << qint64(2'500) << qint64(3'500);
    QTest::newRow("6,000 a second") << qint64(6'000) << qint64(4'500) << qint64(5'000);
    QTest::newRow("50,000 a second") << qint64(50'000) << qint64(5'000) << qint64(5'000);
}

void TestCommitPace::gathersUnderLoad()
{
    QFETCH(qint64, writesPerSecond);
    QFETCH(qint64, leastUs);
    QFETCH(qint64, mostUs);
    CommitPace pace;
    qint64 now = 10'000'000;
    const qint64 apart = settledApartUs(pace, writesPerSecond, &now);
    QVERIFY2(apart >= leastUs && apart <= mostUs, qPrintable(QString::number(apart)));
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
        }
    }
}

void TestCommitPace::oneBurstIsNoLoad()
{
    CommitPace pace;
    pace.noteCommit(256, 10'000'000); // a long time after the one before
    QCOMPARE(pace.delayUs(10'000'000), 0);
}

void TestCommitPace::countsFromTheCommitBefore()
{
    CommitPace pace;
    qint64 now = 10'000'000;
    settledApartUs(pace, 50'000, &now);
    QCOMPARE(pace.delayUs(now), 5'000);
    QCOMPARE(pace.delayUs(now + 2'000), 3'000);
    QCOMPARE(pace.delayUs(now + 5'000), 0);
    QCOMPARE(pace.delayUs(now + 60'000), 0);
}

void TestCommitPace::forgetsAfterAPause()
{
    CommitPace pace;
    qint64 now = 10'000'000;
    settledApartUs(pace, 50'000, &now);
    now += 1'000'000;
    pace.noteCommit(1, now);
    QCOMPARE(pace.delayUs(now), 0); // the first after the pause makes nobody wait
}

QTEST_GUILESS_MAIN(TestCommitPace)
#include "tst_commitpace.moc"
