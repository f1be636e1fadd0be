// What the console counts as unread, and when it takes it for read.

#include "admin-client/application.h"
#include "admin-client/mainwindow.h"
#include "programfixture.h"
#include "widgets/conversationrowlook.h"
#include "widgets/messagelistview.h"
#include "widgets/messagerowdata.h"
#include "widgets/theme.h"

#include <QAbstractButton>
#include <QLabel>
#include <QListView>
#include <QScrollBar>

using namespace ventanilla;

namespace {

const QString ana = QStringLiteral("ana");
const QString bob = QStringLiteral("bob");
const QString luis = QStringLiteral("luis");

} // namespace

class TestUnread : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void marksRedUntilItIsOpened();
    void countsOnlyUsersMessages();
    void doesNotCountWhatIsReadAtOnce();
    void countsInTheBackground();
    void countsBelowTheScreen();
    void opensAtTheFirstUnread();
    void countsWhatWasMissed();
    void readsWhatWasMissedOnlyOnceItIsShown();
    void doesNotCountTheHistory();

private:
    QListView *list() const { return m->find<QListView>("conversationList"); }
    MessageListView *thread() const { return m->find<MessageListView>("messageList"); }
    ConversationRowData row(const QString &user) const;
    void open(const QString &user);
    void reconnect();
    /// Another window takes the focus.
    void leave()
    {
        m_other->show();
        m_other->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_other.get()));
    }

    std::unique_ptr<ProgramFixture<AdminApplication>> m;
    std::unique_ptr<QWidget> m_other;
};

void TestUnread::init()
{
    m = std::make_unique<ProgramFixture<AdminApplication>>();
    m_other = std::make_unique<QWidget>();
    for (qint64 id = 1; id <= 60; ++id)
        m->backend.add(m->message(id, ana, ana));
    m->backend.add(m->message(200, bob, bob));
    m->signInFully();
    QTRY_COMPARE(list()->model()->rowCount(), 2);
    m->activate();
}

ConversationRowData TestUnread::row(const QString &user) const
{
    for (int number = 0; number < list()->model()->rowCount(); ++number) {
        const auto found = ConversationRowData::from(list()->model()->index(number, 0));
        if (found.user == user)
            return found;
    }
    return {};
}

void TestUnread::open(const QString &user)
{
    for (int number = 0; number < list()->model()->rowCount(); ++number) {
        const QModelIndex index = list()->model()->index(number, 0);
        if (ConversationRowData::from(index).user == user)
            QTest::mouseClick(list()->viewport(), Qt::LeftButton, {}, list()->visualRect(index).center());
    }
    QTRY_VERIFY(thread()->isNewestShown() || row(user).unread > 0);
}

void TestUnread::reconnect()
{
    m->transport->breakOff(TransportFailure::Lost);
    QTest::mouseClick(m->find<QAbstractButton>("retryNow"), Qt::LeftButton);
    QTRY_VERIFY(m->transport->isOpen);
}

void TestUnread::marksRedUntilItIsOpened()
{
    m->say(m->message(1001, ana, ana));
    m->say(m->message(1002, ana, ana));
    QCOMPARE(row(ana).unread, 2);
    const QPalette palette = paletteFrom(lightColours());
    QCOMPARE(lookOf(row(ana), false, palette).name, lightColours().unread);
    QCOMPARE(lookOf(row(bob), false, palette).name, lightColours().text);
    QVERIFY(m->title().startsWith(QStringLiteral("(2) ")));
    QVERIFY(m->find<QLabel>("statusUnread")->text().startsWith(QLatin1Char('2')));
    open(ana);
    QTRY_COMPARE(row(ana).unread, 0);
    QCOMPARE(lookOf(row(ana), false, palette).name, lightColours().open);
    QVERIFY(!m->title().contains(QLatin1Char('(')));
}

void TestUnread::countsOnlyUsersMessages()
{
    Message colleague = m->message(1001, QStringLiteral("carmen"), ana);
    m->say(colleague);
    colleague.id = 1002;
    colleague.key = QStringLiteral("other");
    m->backend.add(colleague);
    m->server->emitEvent(event::messageSent, colleague.toEvent());
    QCOMPARE(row(ana).unread, 0);
    QVERIFY(!m->title().contains(QLatin1Char('(')));
}

void TestUnread::doesNotCountWhatIsReadAtOnce()
{
    open(ana);
    m->say(m->message(1001, ana, ana));
    QCOMPARE(row(ana).unread, 0);
    QCOMPARE(m->find<QLabel>("statusUnread")->text(), QStringLiteral("Nothing unread"));
    for (int number = 0; number < thread()->model()->rowCount(); ++number)
        QVERIFY(!MessageRowData::from(thread()->model()->index(number, 0)).unreadMarker);
}

void TestUnread::countsInTheBackground()
{
    open(ana);
    leave();
    m->say(m->message(1001, ana, ana));
    QCOMPARE(row(ana).unread, 1);
    const auto look = lookOf(row(ana), false, paletteFrom(lightColours()));
    QCOMPARE(look.name, lightColours().open); // green still, with its count beside it
    QCOMPARE(look.badge, QStringLiteral("1"));
    m->activate();
    QCOMPARE(row(ana).unread, 0);
    const QModelIndex last = thread()->model()->index(thread()->model()->rowCount() - 1, 0);
    QVERIFY(MessageRowData::from(last).unreadMarker); // stays until one leaves
    open(bob);
    open(ana);
    QVERIFY(!MessageRowData::from(last).unreadMarker);
}

void TestUnread::countsBelowTheScreen()
{
    open(ana);
    thread()->verticalScrollBar()->setValue(thread()->verticalScrollBar()->maximum() - 200);
    m->say(m->message(1001, ana, ana));
    QCOMPARE(row(ana).unread, 1);
    thread()->verticalScrollBar()->setValue(thread()->verticalScrollBar()->maximum());
    QCOMPARE(row(ana).unread, 0);
}

void TestUnread::opensAtTheFirstUnread()
{
    for (qint64 id = 1001; id <= 1030; ++id)
        m->say(m->message(id, ana, ana));
    open(ana);
    QTRY_VERIFY(thread()->model()->rowCount() > 0);
    QCOMPARE(row(ana).unread, 30); // the newest is not on screen yet
    const QModelIndex top = thread()->indexAt(QPoint(20, 20));
    QVERIFY(MessageRowData::from(top).unreadMarker);
    QCOMPARE(MessageRowData::from(top).text, QStringLiteral("message 1001"));
    QTest::keyClick(thread(), Qt::Key_End);
    QCOMPARE(row(ana).unread, 0);
}

void TestUnread::countsWhatWasMissed()
{
    m->say(m->message(1001, ana, ana));
    m->backend.add(m->message(1002, ana, ana));
    m->backend.add(m->message(1003, luis, ana));
    m->backend.add(m->message(1004, ana, ana));
    m->backend.add(m->message(1005, QStringLiteral("new"), QStringLiteral("new")));
    m->cursor = 1005;
    reconnect();
    m->letIn();
    m->say(m->message(1006, ana, ana)); // live, while the list is under way
    QTRY_COMPARE(row(ana).unread, 4);
    QTRY_COMPARE(row(QStringLiteral("new")).unread, 1);
    QCOMPARE(row(bob).unread, 0);
}

void TestUnread::readsWhatWasMissedOnlyOnceItIsShown()
{
    open(ana);
    m->backend.add(m->message(1001, ana, ana));
    m->backend.add(m->message(1002, ana, ana));
    m->cursor = 1002;
    m->backend.hold = QStringLiteral("despues=");
    reconnect();
    m->letIn();
    QTRY_COMPARE(m->backend.heldBack(), 2); // the open thread's, and the count's
    m->say(m->message(1003, ana, ana));
    QCOMPARE(row(ana).unread, 1); // something before it is not there yet
    m->backend.release();
    QTRY_COMPARE(thread()->model()->rowCount(), 53);
    QTRY_COMPARE(row(ana).unread, 0);
}

void TestUnread::doesNotCountTheHistory()
{
    open(ana);
    thread()->verticalScrollBar()->setValue(0);
    QTRY_COMPARE(thread()->model()->rowCount(), 60);
    QCOMPARE(row(ana).unread, 0);
}

QTEST_MAIN(TestUnread)
#include "tst_unread.moc"
