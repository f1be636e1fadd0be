#include "widgets/notifier.h"

#include <QSignalSpy>
#include <QTest>
#include <QWidget>

using namespace ventanilla;

class TestNotifier : public QObject
{
    Q_OBJECT

private slots:
    void numbersTheTitle();
    void alertsInTheBackgroundOnly();
};

void TestNotifier::numbersTheTitle()
{
    QWidget window;
    Notifier notifier(&window, QStringLiteral("Ventanilla"));
    QCOMPARE(window.windowTitle(), QStringLiteral("Ventanilla"));
    notifier.setUnread(3);
    QCOMPARE(window.windowTitle(), QStringLiteral("(3) Ventanilla"));
    notifier.setTitle(QStringLiteral("Ventanilla – console"));
    QCOMPARE(window.windowTitle(), QStringLiteral("(3) Ventanilla – console"));
    notifier.setUnread(0);
    QCOMPARE(window.windowTitle(), QStringLiteral("Ventanilla – console"));
}

void TestNotifier::alertsInTheBackgroundOnly()
{
    QWidget window;
    Notifier notifier(&window, QStringLiteral("Ventanilla"));
    QSignalSpy alerted(&notifier, &Notifier::alerted);
    notifier.setUnread(1);
    notifier.setUnread(2);
    QCOMPARE(alerted.size(), 2);
    notifier.setUnread(2);
    notifier.setUnread(1);
    notifier.setUnread(0);
    QCOMPARE(alerted.size(), 2); // only more is news

    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    notifier.setUnread(5);
    QCOMPARE(alerted.size(), 2);
}

QTEST_MAIN(TestNotifier)
#include "tst_notifier.moc"
