#include "core/counters.h"

#include <QTest>

#include <thread>
#include <vector>

using namespace ventanilla;

class TestCounters : public QObject
{
    Q_OBJECT

private slots:
    void addsAndSubtracts();
    void givesOneCounterPerName();
    void keepsReferencesValid();
    void visitsAllInOrder();
    void countsFromManyThreads();
};

void TestCounters::addsAndSubtracts()
{
    Counter counter("a_total", "Things.");
    QCOMPARE(counter.value(), 0);
    counter.add();
    counter.add(41);
    counter.subtract(2);
    QCOMPARE(counter.value(), 40);
    QCOMPARE(counter.name(), QByteArray("a_total"));
    QCOMPARE(counter.help(), QByteArray("Things."));
}

void TestCounters::givesOneCounterPerName()
{
    Counters counters;
    Counter &first = counters.counter("a", "First help.");
    Counter &again = counters.counter("a", "Other help.");
    Counter &other = counters.counter("b", "B.");
    QCOMPARE(&again, &first);
    QVERIFY(&other != &first);
    QCOMPARE(again.help(), QByteArray("First help."));
}

void TestCounters::keepsReferencesValid()
{
    Counters counters;
    Counter &first = counters.counter("first", {});
    for (int i = 0; i < 1000; ++i)
        counters.counter(QByteArray::number(i), {});
    first.add(7);
    QCOMPARE(counters.counter("first", {}).value(), 7);
}

void TestCounters::visitsAllInOrder()
{
    Counters counters;
    counters.counter("b", {}).add(2);
    counters.counter("a", {}).add(1);
    QByteArrayList seen;
    counters.forEach([&](const Counter &counter) {
        seen.append(counter.name() + '=' + QByteArray::number(counter.value()));
    });
    QCOMPARE(seen, QByteArrayList({"b=2", "a=1"}));
}

void TestCounters::countsFromManyThreads()
{
    Counters counters;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&counters] {
            for (int i = 0; i < 1000; ++i)
                counters.counter("shared_" + QByteArray::number(i % 10), {}).add();
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    qint64 sum = 0;
    int names = 0;
    counters.forEach([&](const Counter &counter) {
        sum += counter.value();
        ++names;
    });
    QCOMPARE(names, 10);
    QCOMPARE(sum, 4000);
}

QTEST_GUILESS_MAIN(TestCounters)
#include "tst_counters.moc"
