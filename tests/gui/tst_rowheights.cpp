#include "widgets/rowheights.h"

#include <QTest>

using namespace ventanilla;

class TestRowHeights : public QObject
{
    Q_OBJECT

private slots:
    void isEmpty();
    void findsRows_data();
    void findsRows();
    void measures();
    void insertsAndRemoves();
    void forgets();
    void measuresFewOfMany();
};

void TestRowHeights::isEmpty()
{
    const RowHeights heights;
    QCOMPARE(heights.total(), 0);
    QCOMPARE(heights.rowAt(0), -1);
}

void TestRowHeights::findsRows_data()
{
    QTest::addColumn<int>("y");
    QTest::addColumn<int>("row");
    QTest::newRow("above") << -5 << 0;
    QTest::newRow("start") << 0 << 0;
    QTest::newRow("end of the first") << 9 << 0;
    QTest::newRow("second") << 10 << 1;
    QTest::newRow("last") << 25 << 2;
    QTest::newRow("below") << 1000 << 2;
}

void TestRowHeights::findsRows()
{
    RowHeights heights;
    heights.reset(3, 10);
    QFETCH(int, y);
    QTEST(heights.rowAt(y), "row");
}

void TestRowHeights::measures()
{
    RowHeights heights;
    heights.reset(3, 10);
    QCOMPARE(heights.total(), 30);
    heights.set(1, 25);
    QVERIFY(heights.isMeasured(1));
    QVERIFY(!heights.isMeasured(0));
    QCOMPARE(heights.top(2), 35);
    QCOMPARE(heights.total(), 45);
    QCOMPARE(heights.rowAt(34), 1);
}

void TestRowHeights::insertsAndRemoves()
{
    RowHeights heights;
    heights.reset(2, 10);
    heights.set(0, 30);
    heights.insert(0, 2, 5);
    QCOMPARE(heights.count(), 4);
    QCOMPARE(heights.top(2), 10);
    QCOMPARE(heights.total(), 50);
    QVERIFY(heights.isMeasured(2));
    heights.remove(2, 1);
    QCOMPARE(heights.total(), 20);
}

void TestRowHeights::forgets()
{
    RowHeights heights;
    heights.reset(2, 10);
    heights.set(0, 30);
    heights.forgetAll();
    QVERIFY(!heights.isMeasured(0));
    QCOMPARE(heights.height(0), 30);
    heights.forget(-1, 5);
}

void TestRowHeights::measuresFewOfMany()
{
    RowHeights heights;
    heights.reset(100'000, 10);
    QCOMPARE(heights.total(), 1'000'000);
    heights.set(50'000, 30);
    heights.insert(0, 50, 10);
    QCOMPARE(heights.total(), 1'000'520);
    QCOMPARE(heights.top(50'051), 500'530);
    QCOMPARE(heights.rowAt(500'529), 50'050);
    int measured = 0;
    for (int row = 0; row < heights.count(); ++row)
        measured += heights.isMeasured(row) ? 1 : 0;
    QCOMPARE(measured, 1);
}

QTEST_MAIN(TestRowHeights)
#include "tst_rowheights.moc"
