#include "core/tokenbucket.h"

#include <QTest>

using namespace ventanilla;

class TestTokenBucket : public QObject
{
    Q_OBJECT

private slots:
    void letsABurstThrough();
    void tellsWhenToComeBack_data();
    void tellsWhenToComeBack();
    void refillsNoFurtherThanTheBurst();
    void takesSeveral();
    void aRefusalCostsNothing();
    void aRateOfZeroLetsAllThrough();
    void countsFractions();
};

void TestTokenBucket::letsABurstThrough()
{
    TokenBucket bucket(10, 100);
    for (int i = 0; i < 100; ++i)
        QVERIFY(!bucket.take(5000));
    QCOMPARE(bucket.take(5000), std::optional<qint64>(100));
}

void TestTokenBucket::tellsWhenToComeBack_data()
{
    QTest::addColumn<double>("rate");
    QTest::addColumn<qint64>("wait");
    QTest::newRow("10 a second") << 10.0 << qint64(100);
    QTest::newRow("3 a second") << 3.0 << qint64(334);
    QTest::newRow("1 in 10 seconds") << 0.1 << qint64(10'000);
    QTest::newRow("1000 a second") << 1000.0 << qint64(1);
}

void TestTokenBucket::tellsWhenToComeBack()
{
    QFETCH(double, rate);
    QFETCH(qint64, wait);
    TokenBucket bucket(rate, 1);
    QVERIFY(!bucket.take(0));
    QCOMPARE(bucket.take(0), std::optional(wait));
    QVERIFY(bucket.take(wait - 1));
    QVERIFY(!bucket.take(wait)); // whoever waits as told is let through
}

void TestTokenBucket::refillsNoFurtherThanTheBurst()
{
    TokenBucket bucket(10, 3);
    QVERIFY(!bucket.take(0));
    int through = 0;
    while (!bucket.take(1'000'000'000))
        ++through;
    QCOMPARE(through, 3);
}

void TestTokenBucket::takesSeveral()
{
    TokenBucket bucket(10, 5);
    QVERIFY(!bucket.take(0, 4));
    QCOMPARE(bucket.take(0, 3), std::optional<qint64>(200));
    QVERIFY(!bucket.take(0, 1));
    QVERIFY(!bucket.take(500, 5));
    QVERIFY(bucket.take(1'000'000, 6)); // more than the burst there never are
}

void TestTokenBucket::aRefusalCostsNothing()
{
    TokenBucket bucket(10, 1);
    QVERIFY(!bucket.take(0));
    for (int ms = 1; ms < 100; ++ms)
        QVERIFY(bucket.take(ms));
    QVERIFY(!bucket.take(100));
}

void TestTokenBucket::aRateOfZeroLetsAllThrough()
{
    TokenBucket bucket(0, 0);
    for (int i = 0; i < 10'000; ++i)
        QVERIFY(!bucket.take(0));
}

void TestTokenBucket::countsFractions()
{
    TokenBucket bucket(10, 5);
    int through = 0;
    for (qint64 ms = 0; ms <= 10'000; ms += 7)
        through += bucket.take(ms) ? 0 : 1;
    QVERIFY2(through == 104 || through == 105, qPrintable(QString::number(through))); // 5 + 10 a second
}

QTEST_GUILESS_MAIN(TestTokenBucket)
#include "tst_tokenbucket.moc"
