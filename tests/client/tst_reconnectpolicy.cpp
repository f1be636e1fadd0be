#include "client/reconnectpolicy.h"

#include <QTest>

using namespace ventanilla;

class TestReconnectPolicy : public QObject
{
    Q_OBJECT

private slots:
    void doublesUpToThirtySeconds_data();
    void doublesUpToThirtySeconds();
    void startsAnewAfterSuccess();
};

void TestReconnectPolicy::doublesUpToThirtySeconds_data()
{
    QTest::addColumn<double>("random");
    QTest::addColumn<QList<qint64>>("delays");
    QTest::newRow("earliest") << 0.0 << QList<qint64> {500, 1000, 2000, 4000, 8000, 15000, 15000, 15000};
    QTest::newRow("middle") << 0.5 << QList<qint64> {750, 1500, 3000, 6000, 12000, 22500, 22500, 22500};
    QTest::newRow("latest") << 1.0 << QList<qint64> {1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000};
    QTest::newRow("bad source") << 7.0 << QList<qint64> {1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000};
}

void TestReconnectPolicy::doublesUpToThirtySeconds()
{
    QFETCH(const double, random);
    QFETCH(const QList<qint64>, delays);
    ReconnectPolicy policy([random] { return random; });
    QList<qint64> actual;
    for (qsizetype i = 0; i < delays.size(); ++i)
        actual.append(policy.nextDelayMs());
    QCOMPARE(actual, delays);
}

void TestReconnectPolicy::startsAnewAfterSuccess()
{
    ReconnectPolicy policy([] { return 1.0; });
    for (int i = 0; i < 100; ++i)
        policy.nextDelayMs();
    policy.reset();
    QCOMPARE(policy.nextDelayMs(), 1000);
    QCOMPARE(policy.nextDelayMs(), 2000);
}

QTEST_GUILESS_MAIN(TestReconnectPolicy)
#include "tst_reconnectpolicy.moc"
