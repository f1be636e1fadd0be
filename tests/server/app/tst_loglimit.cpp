#include "app/loglimit.h"

#include <QTest>

using namespace ventanilla;

/// At most 3 lines at once and 2 a second.
class TestLogLimit : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_limit = std::make_unique<LogLimit>(2, 3); }
    void leavesOutWhatIsTooMuch();
    void saysHowManyWereLeftOut();
    void countsLevelsAndCategoriesApart();
    void letsErrorsAndDebuggingPass();

private:
    int admitted(int lines, qint64 nowMs, QtMsgType level = QtInfoMsg, const char *category = "net")
    {
        int count = 0;
        for (int i = 0; i < lines; ++i)
            count += m_limit->admit(level, category, nowMs) ? 1 : 0;
        return count;
    }

    std::unique_ptr<LogLimit> m_limit;
};

void TestLogLimit::leavesOutWhatIsTooMuch()
{
    QCOMPARE(admitted(100, 0), 3);
    QCOMPARE(admitted(100, 499), 0);
    QCOMPARE(admitted(100, 500), 1);
    QCOMPARE(admitted(100, 1500), 2);
    QCOMPARE(admitted(100, 100'000), 3);
}

void TestLogLimit::saysHowManyWereLeftOut()
{
    QCOMPARE(m_limit->admit(QtInfoMsg, "net", 0), std::optional<qint64>(0));
    QCOMPARE(admitted(9, 0), 2);
    QCOMPARE(m_limit->admit(QtInfoMsg, "net", 1000), std::optional<qint64>(7));
    QCOMPARE(m_limit->admit(QtInfoMsg, "net", 1000), std::optional<qint64>(0));
}

void TestLogLimit::countsLevelsAndCategoriesApart()
{
    QCOMPARE(admitted(100, 0), 3);
    QCOMPARE(admitted(100, 0, QtWarningMsg), 3);
    QCOMPARE(admitted(100, 0, QtInfoMsg, "chat"), 3);
    QCOMPARE(m_limit->admit(QtWarningMsg, "chat", 0), std::optional<qint64>(0));
}

void TestLogLimit::letsErrorsAndDebuggingPass()
{
    for (const QtMsgType level : {QtCriticalMsg, QtFatalMsg, QtDebugMsg})
        QCOMPARE(admitted(100, 0, level), 100);
}

QTEST_APPLESS_MAIN(TestLogLimit)
#include "tst_loglimit.moc"
