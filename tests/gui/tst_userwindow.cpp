// The user client as a whole.

#include "programfixture.h"
#include "user-client/application.h"
#include "user-client/chatwindow.h"
#include "widgets/logindialog.h"
#include "widgets/messageedit.h"
#include "widgets/messagelistview.h"
#include "widgets/messagerowdata.h"
#include "widgets/threadheader.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>

using namespace ventanilla;

namespace {

const QString ana = QStringLiteral("ana");
const QString luis = QStringLiteral("luis");

} // namespace

class TestUserWindow : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void showsTheThread();
    void writesToSupport();
    void showsRefusals();
    void waitsWhileOffline();
    void tellsWhetherAnybodyIsThere();
    void countsAnswersInTheBackground();
    void catchesUp();
    void keepsWorkThroughARefusedToken();
    void takesTheServersLimit();
    void signsOut();
    void showsAnEmptyThread();
    void remembersTheWindow();

private:
    MessageListView *thread() const { return m->find<MessageListView>("messageList"); }
    MessageEdit *edit() const { return m->find<MessageEdit>("messageEdit"); }
    MessageRowData row(int number) const { return MessageRowData::from(thread()->model()->index(number, 0)); }
    MessageRowData last() const { return row(thread()->model()->rowCount() - 1); }
    void write(const char *text)
    {
        QTest::keyClicks(edit(), QString::fromUtf8(text));
        QTest::keyClick(edit(), Qt::Key_Return);
    }
    void ready();
    void reconnect();

    std::unique_ptr<ProgramFixture<UserApplication>> m;
    std::unique_ptr<QWidget> m_other;
};

void TestUserWindow::init()
{
    m = std::make_unique<ProgramFixture<UserApplication>>();
    m_other = std::make_unique<QWidget>();
    m->backend.account.username = ana;
    m->backend.account.displayName = QStringLiteral("Ana García");
    m->backend.account.role = Role::User;
    for (qint64 id = 1; id <= 60; ++id)
        m->backend.add(m->message(id, id % 2 ? ana : luis, ana));
    m->backend.readAll(ana);
}

void TestUserWindow::ready()
{
    m->signInFully();
    QTRY_COMPARE(thread()->model()->rowCount(), 50);
    m->activate();
}

void TestUserWindow::reconnect()
{
    m->transport->breakOff(TransportFailure::Lost);
    QTest::mouseClick(m->find<QPushButton>("retryNow"), Qt::LeftButton);
    QTRY_VERIFY(m->transport->isOpen);
}

void TestUserWindow::showsTheThread()
{
    ready();
    QCOMPARE(authorWords(last()), QStringLiteral("Luis"));
    QVERIFY(!last().outgoing);
    QCOMPARE(authorWords(row(48)), QStringLiteral("You"));
    QVERIFY(thread()->isNewestShown());
    QCOMPARE(m->title(), QStringLiteral("Ventanilla"));
    thread()->verticalScrollBar()->setValue(0);
    QTRY_COMPARE(thread()->model()->rowCount(), 60);
    QVERIFY(!thread()->isNewestShown());
    QTest::keyClick(edit(), Qt::Key_Escape);
    QVERIFY(thread()->isNewestShown());
}

void TestUserWindow::writesToSupport()
{
    ready();
    write("hello");
    QCOMPARE(last().text, QStringLiteral("hello"));
    QCOMPARE(last().state, OutgoingMessage::State::Waiting);
    const auto sent = m->server->messages().last();
    QCOMPARE(sent.message.to, QStringLiteral("admin"));
    m->server->acknowledge(sent.ackId, ackOk(SendAck {1001, 5'000}.toJson()));
    QCOMPARE(last().state, OutgoingMessage::State::Stored);
    m->say(m->message(1002, luis, ana, QStringLiteral("<i>answer</i>")));
    QCOMPARE(last().text, QStringLiteral("<i>answer</i>"));
}

void TestUserWindow::showsRefusals()
{
    ready();
    write("hello");
    m->server->acknowledge(m->server->messages().last().ackId,
                           ackError({ErrorCode::RecipientNotAllowed, QStringLiteral("no")}));
    QCOMPARE(last().state, OutgoingMessage::State::Failed);
    QVERIFY(stateWords(last()).startsWith(QStringLiteral("Not sent")));
    emit thread()->retryRequested(last().key);
    QCOMPARE(last().state, OutgoingMessage::State::Waiting);
    QCOMPARE(m->server->messages().size(), 2);
    m->server->acknowledge(m->server->messages().last().ackId,
                           ackError({ErrorCode::RecipientNotAllowed, QStringLiteral("no")}));
    emit thread()->discardRequested(last().key);
    QCOMPARE(thread()->model()->rowCount(), 50);
}

void TestUserWindow::waitsWhileOffline()
{
    ready();
    m->transport->breakOff(TransportFailure::Unreachable);
    QVERIFY(m->find<QLabel>("connectionWords")->text().startsWith(QStringLiteral("No connection to")));
    QVERIFY(m->find<ThreadHeader>("threadHeader")->subtitle().startsWith(QStringLiteral("Not connected")));
    write("one");
    write("two");
    QCOMPARE(last().state, OutgoingMessage::State::Waiting);
    QCOMPARE(thread()->model()->rowCount(), 52);
    QTest::mouseClick(m->find<QPushButton>("retryNow"), Qt::LeftButton);
    QTRY_VERIFY(m->transport->isOpen);
    m->letIn();
    QTRY_COMPARE(m->server->messages().size(), 1);
    QCOMPARE(m->server->messages().first().message.text, QStringLiteral("one"));
    m->server->acknowledge(m->server->messages().first().ackId, ackOk(SendAck {1001, 5'000}.toJson()));
    QTRY_COMPARE(m->server->messages().size(), 2);
    QCOMPARE(m->server->messages().last().message.text, QStringLiteral("two"));
}

void TestUserWindow::tellsWhetherAnybodyIsThere()
{
    ready();
    auto *header = m->find<ThreadHeader>("threadHeader");
    QCOMPARE(header->subtitle(), QStringLiteral("We are here for you"));
    m->server->emitEvent(event::availability, Availability {false}.toJson());
    QVERIFY(header->subtitle().startsWith(QStringLiteral("Nobody is here right now")));
    m->server->emitEvent(event::availability, Availability {true}.toJson());
    QCOMPARE(header->subtitle(), QStringLiteral("We are here for you"));
}

void TestUserWindow::countsAnswersInTheBackground()
{
    ready();
    m->say(m->message(1001, luis, ana));
    QCOMPARE(m->title(), QStringLiteral("Ventanilla"));
    m->answerLast(event::read);
    m_other->show();
    m_other->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_other.get()));
    m->say(m->message(1002, luis, ana));
    m->say(m->message(1003, luis, ana));
    QCOMPARE(m->title(), QStringLiteral("(2) Ventanilla"));
    QTRY_VERIFY(row(thread()->model()->rowCount() - 2).unreadMarker);
    m->activate();
    QCOMPARE(m->title(), QStringLiteral("Ventanilla"));
}

void TestUserWindow::catchesUp()
{
    ready();
    m_other->show();
    m_other->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_other.get()));
    const qsizetype before = m->backend.targets.size();
    m->backend.add(m->message(1001, luis, ana));
    m->backend.add(m->message(1002, luis, ana));
    m->backend.hold = QStringLiteral("sincronizar");
    reconnect();
    m->letIn();
    QTRY_COMPARE(m->backend.heldBack(), 1);
    m->say(m->message(1003, luis, ana));
    m->backend.release();
    QTRY_COMPARE(thread()->model()->rowCount(), 53);
    QCOMPARE(m->title(), QStringLiteral("(3) Ventanilla"));
    QCOMPARE(m->backend.targets.size(), before + 1);
}

void TestUserWindow::keepsWorkThroughARefusedToken()
{
    ready();
    QTest::keyClicks(edit(), QStringLiteral("a draft"));
    reconnect();
    m->server->greet();
    m->server->refuse(QStringLiteral("Token inválido"), QStringLiteral("token_caducado"));
    QTRY_VERIFY(m->application->window()->findChild<LoginDialog *>());
    QCOMPARE(thread()->model()->rowCount(), 50);
    auto *password = m->find<QLineEdit>("password");
    QTest::keyClicks(password, m->backend.password);
    QTest::keyClick(password, Qt::Key_Return);
    QTRY_VERIFY(m->transport->isOpen);
    m->letIn();
    QCOMPARE(edit()->toPlainText(), QStringLiteral("a draft"));
}

void TestUserWindow::takesTheServersLimit()
{
    m->signIn();
    m->server->greet();
    m->server->accept();
    Ready ready;
    ready.epoch = QStringLiteral("epoch");
    ready.limits.messageLength = 10;
    m->server->emitEvent(event::ready, ready.toJson());
    write("eleven char");
    QVERIFY(m->server->messages().isEmpty());
    QVERIFY(m->find<QLabel>("messageCounter")->isVisible());
}

void TestUserWindow::signsOut()
{
    ready();
    m->find<QAction>("signOut")->trigger();
    QTRY_VERIFY(m->backend.targets.contains(QStringLiteral("/logout")));
    QVERIFY(!m->transport->isOpen);
    QCOMPARE(thread()->model()->rowCount(), 0);
    QVERIFY(m->application->window()->findChild<LoginDialog *>());
}

void TestUserWindow::showsAnEmptyThread()
{
    m->backend.clear();
    m->signInFully();
    QTRY_COMPARE(m->find<QWidget>("emptyThread")->findChild<QLabel *>(QStringLiteral("emptyTitle"))->text(),
                 QStringLiteral("No messages yet"));
    write("first");
    QCOMPARE(last().text, QStringLiteral("first"));
    QVERIFY(thread()->isVisible());
}

void TestUserWindow::remembersTheWindow()
{
    ready();
    m->application->window()->resize(555, 444);
    m->application->window()->close();
    ClientSettings settings = ClientSettings::inFile(m->folder.filePath(QStringLiteral("settings.ini")));
    QWidget other;
    QVERIFY(other.restoreGeometry(settings.windowGeometry()));
    QCOMPARE(other.size(), QSize(555, 444));
}

QTEST_MAIN(TestUserWindow)
#include "tst_userwindow.moc"
