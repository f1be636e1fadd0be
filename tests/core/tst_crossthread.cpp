#include "core/crossthread.h"

#include <QTest>
#include <QThread>

#include <algorithm>
#include <memory>
#include <vector>

using namespace ventanilla;

class TestCrossThread : public QObject
{
    Q_OBJECT

private slots:
    void neverRunsInTheCall();
    void runsOnTheContextsThread();
    void keepsTheOrder();
    void takesWorkThatOnlyMoves();
    void destroysWorkOfAContextThatWent();
};

void TestCrossThread::neverRunsInTheCall()
{
    QObject context;
    bool ran = false;
    postTo(&context, [&] { ran = true; });
    QVERIFY(!ran);
    QTRY_VERIFY(ran);
}

void TestCrossThread::runsOnTheContextsThread()
{
    QThread thread;
    QObject here;
    auto there = std::make_unique<QObject>();
    there->moveToThread(&thread);
    thread.start();
    QThread *ranOn = nullptr;
    bool back = false;
    postTo(there.get(), [&] {
        ranOn = QThread::currentThread();
        postTo(&here, [&] { back = true; });
    });
    QTRY_VERIFY(back);
    QCOMPARE(ranOn, &thread);
    thread.quit();
    QVERIFY(thread.wait());
}

void TestCrossThread::keepsTheOrder()
{
    QThread thread;
    QObject here;
    auto there = std::make_unique<QObject>();
    there->moveToThread(&thread);
    thread.start();
    std::vector<int> order;
    bool done = false;
    for (int i = 0; i < 1000; ++i)
        postTo(there.get(), [&order, i] { order.push_back(i); });
    postTo(there.get(), [&] { postTo(&here, [&] { done = true; }); });
    QTRY_VERIFY(done);
    thread.quit();
    QVERIFY(thread.wait());
    QCOMPARE(order.size(), std::size_t(1000));
    QVERIFY(std::is_sorted(order.begin(), order.end()));
}

void TestCrossThread::takesWorkThatOnlyMoves()
{
    QObject context;
    int got = 0;
    postTo(&context, [&got, number = std::make_unique<int>(7)] { got = *number; });
    QTRY_COMPARE(got, 7);
}

void TestCrossThread::destroysWorkOfAContextThatWent()
{
    auto context = std::make_unique<QObject>();
    auto held = std::make_shared<int>(1);
    bool ran = false;
    postTo(context.get(), [&ran, held] { ran = true; });
    QCOMPARE(held.use_count(), 2);
    context.reset();
    QCOMPARE(held.use_count(), 1);
    QCoreApplication::processEvents();
    QVERIFY(!ran);
}

QTEST_GUILESS_MAIN(TestCrossThread)
#include "tst_crossthread.moc"
