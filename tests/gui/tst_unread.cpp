// What the console counts as unread, and when it takes it for read.

#include "consolefixture.h"
#include "widgets/theme.h"

#include <QLabel>
#include <QScrollBar>

using namespace ventanilla;

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
    void showsWhatIsNotStoredYet();
    void countsWhatWasMissed();
    void catchesUpPageByPage();
    void readsWhatWasMissedOnlyOnceItIsThere();
    void doesNotCountTheHistory();
    void isTheServersWordAfterARestart();

private:
    MessageListView *thread() const { return m->thread(); }
    ConversationRowData row(const QString &user) const { return m->row(user); }

    std::unique_ptr<ConsoleFixture> m;
};

void TestUnread::init()
{
    m = std::make_unique<ConsoleFixture>();
    for (qint64 id = 1; id <= 60; ++id)
        m->backend.add(m->message(id, m->ana, m->ana));
    m->backend.add(m->message(200, m->bob, m->bob));
    m->backend.readAll(m->luis);
    m->enter();
}

void TestUnread::marksRedUntilItIsOpened()
{
    m->say(m->message(1001, m->ana, m->ana));
    m->say(m->message(1002, m->ana, m->ana));
    QCOMPARE(row(m->ana).unread, 2);
    const QPalette palette = paletteFrom(lightColours());
    QCOMPARE(lookOf(row(m->ana), false, palette).name, lightColours().unread);
    QCOMPARE(lookOf(row(m->bob), false, palette).name, lightColours().text);
    QVERIFY(m->title().startsWith(QStringLiteral("(2) ")));
    QVERIFY(m->find<QLabel>("statusUnread")->text().startsWith(QLatin1Char('2')));
    m->open(m->ana);
    QTRY_COMPARE(row(m->ana).unread, 0);
    QCOMPARE(lookOf(row(m->ana), false, palette).name, lightColours().open);
    QVERIFY(!m->title().contains(QLatin1Char('(')));
}

void TestUnread::countsOnlyUsersMessages()
{
    Message colleague = m->message(1001, QStringLiteral("carmen"), m->ana);
    m->say(colleague);
    colleague.id = 1002;
    colleague.key = QStringLiteral("other");
    m->server->emitEvent(event::messageSent, m->backend.add(colleague).toEvent());
    QCOMPARE(row(m->ana).unread, 0);
    QVERIFY(!m->title().contains(QLatin1Char('(')));
}

void TestUnread::doesNotCountWhatIsReadAtOnce()
{
    m->open(m->ana);
    m->say(m->message(1001, m->ana, m->ana));
    QCOMPARE(row(m->ana).unread, 0);
    QCOMPARE(m->find<QLabel>("statusUnread")->text(), QStringLiteral("Nothing unread"));
    QVERIFY(!m->hasUnreadLine());
}

void TestUnread::countsInTheBackground()
{
    m->open(m->ana);
    m->leave();
    m->say(m->message(1001, m->ana, m->ana));
    QCOMPARE(row(m->ana).unread, 1);
    const auto look = lookOf(row(m->ana), false, paletteFrom(lightColours()));
    QCOMPARE(look.name, lightColours().open); // green still, with its count beside it
    QCOMPARE(look.badge, QStringLiteral("1"));
    m->activate();
    QCOMPARE(row(m->ana).unread, 0);
    QVERIFY(m->last().unreadMarker); // stays until one leaves
    m->open(m->bob);
    m->open(m->ana);
    QVERIFY(!m->hasUnreadLine());
}

void TestUnread::countsBelowTheScreen()
{
    m->open(m->ana);
    thread()->verticalScrollBar()->setValue(thread()->verticalScrollBar()->maximum() - 200);
    m->say(m->message(1001, m->ana, m->ana));
    QCOMPARE(row(m->ana).unread, 1);
    thread()->verticalScrollBar()->setValue(thread()->verticalScrollBar()->maximum());
    QCOMPARE(row(m->ana).unread, 0);
}

void TestUnread::opensAtTheFirstUnread()
{
    for (qint64 id = 1001; id <= 1030; ++id)
        m->say(m->message(id, m->ana, m->ana));
    m->open(m->ana);
    QCOMPARE(row(m->ana).unread, 30); // the newest is not on screen yet
    const QModelIndex top = thread()->indexAt(QPoint(20, 20));
    QVERIFY(MessageRowData::from(top).unreadMarker);
    QCOMPARE(MessageRowData::from(top).text, QStringLiteral("message 1001"));
    QTest::keyClick(thread(), Qt::Key_End);
    QCOMPARE(row(m->ana).unread, 0);
}

// The server's database is away, and this thread is opened for the first time.
void TestUnread::showsWhatIsNotStoredYet()
{
    Message early = m->message(1001, m->ana, m->ana);
    early.id.reset();
    m->server->emitEvent(event::messageReceived, early.toEvent());
    m->open(m->ana);
    QTRY_COMPARE(thread()->model()->rowCount(), 51);
    QCOMPARE(m->last().text, QStringLiteral("message 1001"));
    early.id = 1001;
    m->server->emitEvent(event::messageConfirmed, m->backend.add(early).toEvent());
    QCOMPARE(thread()->model()->rowCount(), 51);
}

void TestUnread::countsWhatWasMissed()
{
    m->open(m->ana); // so that a thread is here as well
    QTRY_COMPARE(thread()->model()->rowCount(), 50);
    m->leave();
    m->say(m->message(1001, m->ana, m->ana));
    const qsizetype before = m->backend.targets.size();
    m->lose();
    m->backend.add(m->message(1002, m->ana, m->ana));
    m->backend.add(m->message(1003, m->luis, m->ana));
    m->backend.add(m->message(1004, m->bob, m->bob));
    m->backend.add(m->message(1005, m->ana, m->ana));
    m->backend.add(m->message(1006, QStringLiteral("new"), QStringLiteral("new")));
    m->backend.hold = QStringLiteral("sincronizar");
    m->retry();
    m->letIn();
    QTRY_COMPARE(m->backend.heldBack(), 1);
    m->say(m->message(1007, m->ana, m->ana)); // live, while the others are on their way
    m->backend.release();
    QTRY_COMPARE(row(QStringLiteral("new")).unread, 1);
    QCOMPARE(row(QStringLiteral("new")).name, QStringLiteral("New"));
    QCOMPARE(row(m->ana).unread, 4);
    QCOMPARE(row(m->bob).unread, 1);
    QVERIFY(m->title().startsWith(QStringLiteral("(6) ")));
    QTRY_COMPARE(thread()->model()->rowCount(), 55);
    // One request for all of it, and one for who is there.
    QTRY_VERIFY(m->backend.asked("presencia") == 2);
    QCOMPARE(m->backend.targets.size(), before + 2);
    QCOMPARE(m->backend.asked("sincronizar"), 1);
    QVERIFY(m->backend.targets.contains(QStringLiteral("/api/sincronizar?desde=1001&limite=500")));
}

void TestUnread::catchesUpPageByPage()
{
    m->lose();
    for (qint64 id = 1001; id <= 1010; ++id)
        m->backend.add(m->message(id, id % 2 ? m->ana : m->bob, id % 2 ? m->ana : m->bob));
    m->backend.mostEntries = 4;
    m->retry();
    m->letIn();
    QTRY_COMPARE(row(m->bob).unread, 5);
    QTRY_COMPARE(row(m->ana).unread, 5);
    QTRY_COMPARE(m->backend.asked("sincronizar"), 3);
    QCOMPARE(m->backend.asked("conversaciones"), 1);
    QCOMPARE(m->backend.asked("mensajes"), 0);
}

void TestUnread::readsWhatWasMissedOnlyOnceItIsThere()
{
    m->open(m->ana);
    QTRY_COMPARE(thread()->model()->rowCount(), 50);
    m->lose();
    m->backend.add(m->message(1001, m->ana, m->ana));
    m->backend.add(m->message(1002, m->ana, m->ana));
    m->backend.hold = QStringLiteral("sincronizar");
    m->retry();
    m->letIn();
    QTRY_COMPARE(m->backend.heldBack(), 1);
    m->say(m->message(1003, m->ana, m->ana));
    QCOMPARE(row(m->ana).unread, 3); // something before it is not there yet
    QVERIFY(m->events(event::read).isEmpty());
    auto *banner = m->find<QLabel>("connectionWords");
    QTRY_VERIFY(banner->isVisible());
    QCOMPARE(banner->text(), QStringLiteral("Fetching what was missed…"));
    m->backend.release();
    QTRY_VERIFY(!banner->isVisible());
    QTRY_COMPARE(thread()->model()->rowCount(), 53);
    QTRY_COMPARE(row(m->ana).unread, 0);
    QCOMPARE(m->events(event::read).size(), 1);
    QCOMPARE(m->events(event::read).first().payload.value(u"hasta").toInt(), 1003);
}

void TestUnread::doesNotCountTheHistory()
{
    m->open(m->ana);
    thread()->verticalScrollBar()->setValue(0);
    QTRY_COMPARE(thread()->model()->rowCount(), 60);
    QCOMPARE(row(m->ana).unread, 0);
}

void TestUnread::isTheServersWordAfterARestart()
{
    m->say(m->message(1001, m->ana, m->ana));
    m->say(m->message(1002, m->bob, m->bob));
    m->say(m->message(1003, m->bob, m->bob));
    m->open(m->ana);
    QTRY_COMPARE(m->events(event::read).size(), 1);
    m->answerLast(event::read);
    m->restart();
    m->backend.add(m->message(1004, m->bob, m->bob)); // while nobody was there
    m->enter();
    QCOMPARE(row(m->ana).unread, 0);
    QCOMPARE(row(m->bob).unread, 3);
    QVERIFY(m->title().startsWith(QStringLiteral("(3) ")));
    // The one with the newest message is on top, and opens where one left off.
    m->open(m->bob);
    QVERIFY(m->shown(1).unreadMarker);
}

QTEST_MAIN(TestUnread)
#include "tst_unread.moc"
