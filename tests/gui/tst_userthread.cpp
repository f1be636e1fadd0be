// The user's thread: what of it is unread and read, how far the user's messages have come, who is
// writing, and what is there after a restart.

#include "programfixture.h"
#include "user-client/application.h"
#include "user-client/chatwindow.h"
#include "widgets/messageedit.h"
#include "widgets/messagelistview.h"
#include "widgets/messagerowdata.h"
#include "widgets/threadheader.h"

#include <QAbstractButton>
#include <QScrollBar>
#include <QTimer>

using namespace ventanilla;

namespace {

const QString ana = QStringLiteral("ana");
const QString luis = QStringLiteral("luis");

} // namespace

class TestUserThread : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void opensAtTheFirstUnread_data();
    void opensAtTheFirstUnread();
    void leavesTheReaderInPeace();
    void countsNothingBeforeItKnows();
    void tellsOnceWhatWasRead();
    void takesWhatAnotherClientHasRead();
    void keepsWhatIsUnread();
    void showsHowFarAMessageHasCome();
    void showsWhoIsWriting();
    void tellsThatTheUserIsWriting();
    void keepsTheDraft();
    void keepsNoDraftOfWhatIsSent();
    void sendsWhatWasWrittenOffline();
    void startsAnewWithAnotherDatabase();

private:
    MessageListView *thread() const { return m->find<MessageListView>("messageList"); }
    MessageEdit *edit() const { return m->find<MessageEdit>("messageEdit"); }
    MessageRowData row(int number) const { return MessageRowData::from(thread()->model()->index(number, 0)); }
    MessageRowData last() const { return row(rows() - 1); }
    int rows() const { return thread()->model()->rowCount(); }
    QString subtitle() const { return m->find<ThreadHeader>("threadHeader")->subtitle(); }
    qsizetype told() const { return m->events(event::read).size(); }
    void send(const char *text)
    {
        QTest::keyClicks(edit(), QString::fromUtf8(text));
        QTest::keyClick(edit(), Qt::Key_Return);
    }
    void enter()
    {
        const qsizetype before = m->backend.asked("/mia");
        m->signInFully();
        m->activate();
        QTRY_VERIFY(rows() >= 50);
        QTRY_COMPARE(m->backend.asked("/mia"), before + 1);
    }
    void reconnect(const QString &epoch = QStringLiteral("epoch"))
    {
        m->transport->breakOff(TransportFailure::Lost);
        QTest::mouseClick(m->find<QAbstractButton>("retryNow"), Qt::LeftButton);
        QTRY_VERIFY(m->transport->isOpen);
        m->letIn(true, epoch);
    }
    void leave()
    {
        m_other->show();
        m_other->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_other.get()));
    }

    std::unique_ptr<ProgramFixture<UserApplication>> m;
    std::unique_ptr<QWidget> m_other;
};

void TestUserThread::init()
{
    m = std::make_unique<ProgramFixture<UserApplication>>();
    m_other = std::make_unique<QWidget>();
    m->backend.account.username = ana;
    m->backend.account.role = Role::User;
    for (qint64 id = 1; id <= 60; ++id)
        m->backend.add(m->message(id, id % 2 ? ana : luis, ana));
    m->backend.readAll(ana);
}

void TestUserThread::opensAtTheFirstUnread_data()
{
    QTest::addColumn<QString>("last");
    QTest::addColumn<int>("unread");
    QTest::newRow("the thread comes last") << "/mios" << 30;
    QTest::newRow("the count comes last") << "/mia" << 30;
    QTest::newRow("more than a page, the thread comes last") << "/mios" << 70;
    QTest::newRow("more than a page, the count comes last") << "/mia" << 70;
}

void TestUserThread::opensAtTheFirstUnread()
{
    QFETCH(QString, last);
    QFETCH(const int, unread);
    for (qint64 id = 1001; id <= 1000 + unread; ++id)
        m->backend.add(m->message(id, luis, ana));
    m->backend.hold = last;
    m->signInFully();
    m->activate();
    // A page that turns out to be too small for what is unread is asked for anew.
    const int asked = last == u"/mios" && unread > 50 ? 3 : 2;
    QTRY_COMPARE(m->backend.targets.filter(QStringLiteral("/api/")).size(), asked);
    QTRY_COMPARE(m->backend.heldBack(), asked - 1);
    QTRY_COMPARE(rows(), last == u"/mios" ? 0 : 50);
    m->backend.release();
    QTRY_COMPARE(m->title(), QStringLiteral("(%1) Ventanilla").arg(unread));
    QTRY_VERIFY(rows() > 0);
    QTRY_VERIFY(MessageRowData::from(thread()->indexAt(QPoint(20, 20))).unreadMarker);
    QTRY_COMPARE(MessageRowData::from(thread()->indexAt(QPoint(20, 20))).text,
                 QStringLiteral("message 1001"));
    QCOMPARE(told(), 0);
    QTest::keyClick(thread(), Qt::Key_End);
    QCOMPARE(m->title(), QStringLiteral("Ventanilla"));
    QCOMPARE(told(), 1);
}

// The page with the first of many unread comes late, after all of it has been read.
void TestUserThread::leavesTheReaderInPeace()
{
    for (qint64 id = 1001; id <= 1070; ++id)
        m->backend.add(m->message(id, luis, ana));
    m->backend.hold = QStringLiteral("/mia");
    m->signInFully();
    m->activate();
    QTRY_COMPARE(rows(), 50);
    m->backend.release();
    m->backend.hold = QStringLiteral("limite=90");
    QTRY_COMPARE(m->backend.heldBack(), 1);
    QTest::keyClick(thread(), Qt::Key_End);
    QCOMPARE(told(), 1);
    m->backend.release();
    QTRY_COMPARE(rows(), 90);
    QTest::qWait(50);
    QCOMPARE(thread()->verticalScrollBar()->value(), thread()->verticalScrollBar()->maximum());
}

void TestUserThread::countsNothingBeforeItKnows()
{
    m->backend.hold = QStringLiteral("/mia");
    m->signInFully();
    m->activate();
    QTRY_COMPARE(rows(), 50);
    m->say(m->message(1001, luis, ana));
    QCOMPARE(m->title(), QStringLiteral("Ventanilla")); // not the whole history
    leave();
    m->backend.release();
    QTRY_COMPARE(m->title(), QStringLiteral("(1) Ventanilla"));
}

void TestUserThread::tellsOnceWhatWasRead()
{
    enter();
    QCOMPARE(told(), 0);
    leave();
    m->say(m->message(1001, luis, ana));
    m->say(m->message(1002, luis, ana));
    QCOMPARE(told(), 0);
    m->activate();
    QCOMPARE(told(), 1);
    const QJsonObject mark = m->events(event::read).first().payload;
    QCOMPARE(mark.value(u"conversacion").toString(), ana);
    QCOMPARE(mark.value(u"hasta").toInteger(), 1002);
    m->answerLast(event::read);
    leave();
    m->activate();
    QCOMPARE(told(), 1);
}

void TestUserThread::takesWhatAnotherClientHasRead()
{
    enter();
    leave();
    m->say(m->message(1001, luis, ana));
    QCOMPARE(m->title(), QStringLiteral("(1) Ventanilla"));
    m->read(ana, luis, 1001); // the staff's reading is not the user's
    QCOMPARE(m->title(), QStringLiteral("(1) Ventanilla"));
    m->read(ana, ana, 1001);
    QCOMPARE(m->title(), QStringLiteral("Ventanilla"));
    QCOMPARE(told(), 0);
}

void TestUserThread::keepsWhatIsUnread()
{
    enter();
    leave();
    m->say(m->message(1001, luis, ana));
    m->restart();
    m->backend.add(m->message(1002, luis, ana));
    m->signIn();
    leave();
    m->letIn();
    QTRY_COMPARE(m->title(), QStringLiteral("(2) Ventanilla"));
}

void TestUserThread::showsHowFarAMessageHasCome()
{
    enter();
    send("hello");
    m->storeLast(1001);
    QCOMPARE(last().state, MessageState::Stored);
    m->deliver(ana, luis, 1001);
    QCOMPARE(last().state, MessageState::Got);
    m->read(ana, QStringLiteral("carmen"), 1001);
    QCOMPARE(last().state, MessageState::Read);
    send("more");
    m->storeLast(1010);
    m->transport->breakOff(TransportFailure::Lost);
    m->backend.deliver(luis, {ana, 1010});
    reconnect();
    QTRY_COMPARE(last().state, MessageState::Got);
    m->restart();
    enter();
    QTRY_COMPARE(last().state, MessageState::Got);
    QCOMPARE(row(rows() - 2).state, MessageState::Read);
}

void TestUserThread::showsWhoIsWriting()
{
    enter();
    const QString before = subtitle();
    m->type(luis, ana);
    QCOMPARE(subtitle(), QStringLiteral("Luis is writing…"));
    m->type(luis, ana, false);
    QCOMPARE(subtitle(), before);
    m->type(luis, ana);
    m->say(m->message(1001, luis, ana));
    QCOMPARE(subtitle(), before);
    m->type(luis, ana);
    auto *expiry = m->application->findChild<QTimer *>(QStringLiteral("typingExpiryTimer"));
    QVERIFY(expiry && expiry->isActive());
    expiry->start(0);
    QTRY_COMPARE(subtitle(), before);
    m->type(luis, ana);
    m->transport->breakOff(TransportFailure::Lost);
    QVERIFY(subtitle().startsWith(QStringLiteral("Not connected")));
}

void TestUserThread::tellsThatTheUserIsWriting()
{
    enter();
    QTest::keyClicks(edit(), QStringLiteral("hel"));
    QCOMPARE(m->events(event::typing).size(), 1);
    QCOMPARE(
        m->events(event::typing).first().payload,
        QJsonObject({{QStringLiteral("para"), QStringLiteral("admin")}, {QStringLiteral("activo"), true}}));
    QTest::keyClick(edit(), Qt::Key_Return);
    QCOMPARE(m->events(event::typing).size(), 2);
    QVERIFY(!m->events(event::typing).last().payload.value(u"activo").toBool());
}

void TestUserThread::keepsTheDraft()
{
    enter();
    QTest::keyClicks(edit(), QStringLiteral("half a sen"));
    m->restart();
    enter();
    QCOMPARE(edit()->toPlainText(), QStringLiteral("half a sen"));
    send("tence");
    m->restart();
    enter();
    QVERIFY(edit()->toPlainText().isEmpty());
}

void TestUserThread::keepsNoDraftOfWhatIsSent()
{
    enter();
    QTest::keyClicks(edit(), QStringLiteral("sent"));
    QTRY_VERIFY(m->keptDrafts().contains("sent"));
    QTest::keyClick(edit(), Qt::Key_Return);
    QVERIFY(!m->keptDrafts().contains("sent")); // nor after a kill at this moment
}

void TestUserThread::sendsWhatWasWrittenOffline()
{
    enter();
    m->transport->breakOff(TransportFailure::Lost);
    send("one");
    send("two");
    m->restart();
    m->signIn();
    QCOMPARE(rows(), 2); // before there is a connection
    QCOMPARE(last().state, MessageState::Waiting);
    m->letIn();
    QTRY_COMPARE(rows(), 52);
    QCOMPARE(m->server->messages().size(), 1);
    m->storeLast(1001);
    m->storeLast(1002);
    QCOMPARE(last().text, QStringLiteral("two"));
    QCOMPARE(last().state, MessageState::Stored);
    m->restart();
    enter();
    QVERIFY(m->server->messages().isEmpty());
    QCOMPARE(rows(), 50);
    QCOMPARE(last().text, QStringLiteral("two"));
}

void TestUserThread::startsAnewWithAnotherDatabase()
{
    enter();
    leave();
    m->say(m->message(1001, luis, ana));
    QTRY_VERIFY(last().unreadMarker);
    m->backend.clear(); // a backup from before
    for (qint64 id = 2001; id <= 2002; ++id)
        m->backend.add(m->message(id, luis, ana));
    m->backend.readAll(ana);
    reconnect(QStringLiteral("other"));
    QTRY_COMPARE(rows(), 2);
    QTRY_COMPARE(m->title(), QStringLiteral("Ventanilla"));
    QVERIFY(!row(0).unreadMarker && !row(1).unreadMarker);
}

QTEST_MAIN(TestUserThread)
#include "tst_userthread.moc"
