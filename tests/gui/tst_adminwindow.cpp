// The console as a whole: what an agent sees and does.

#include "admin-client/application.h"
#include "admin-client/mainwindow.h"
#include "programfixture.h"
#include "widgets/conversationrowlook.h"
#include "widgets/logindialog.h"
#include "widgets/messageedit.h"
#include "widgets/messagelistview.h"
#include "widgets/messagerowdata.h"
#include "widgets/threadheader.h"

#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QScrollBar>

using namespace ventanilla;

namespace {

const QString ana = QStringLiteral("ana");
const QString bob = QStringLiteral("bob");
const QString luis = QStringLiteral("luis");

} // namespace

class TestAdminWindow : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void listsConversations();
    void opensAConversation();
    void answers();
    void loadsOlderMessages();
    void dropsALateAnswer();
    void keepsDrafts();
    void stepsWithKeys();
    void writesWhileOffline();
    void showsThatTheListCannotBeLoaded();

private:
    QListView *list() const { return m->find<QListView>("conversationList"); }
    MessageListView *thread() const { return m->find<MessageListView>("messageList"); }
    MessageEdit *edit() const { return m->find<MessageEdit>("messageEdit"); }
    QStringList users() const;
    QStringList texts() const;
    void open(const QString &user);
    void type(const char *text) { QTest::keyClicks(edit(), QString::fromUtf8(text)); }
    void ready();

    std::unique_ptr<ProgramFixture<AdminApplication>> m;
};

void TestAdminWindow::init()
{
    m = std::make_unique<ProgramFixture<AdminApplication>>();
    for (qint64 id = 1; id <= 120; ++id)
        m->backend.add(m->message(id, id % 2 ? ana : luis, ana));
    m->backend.add(m->message(200, bob, bob, QStringLiteral("<b>hi</b>")));
    m->backend.readAll(luis);
}

void TestAdminWindow::ready()
{
    m->signInFully();
    QTRY_COMPARE(users().size(), 2);
}

QStringList TestAdminWindow::users() const
{
    QStringList found;
    for (int row = 0; row < list()->model()->rowCount(); ++row)
        found.append(ConversationRowData::from(list()->model()->index(row, 0)).user);
    return found;
}

QStringList TestAdminWindow::texts() const
{
    QStringList found;
    for (int row = 0; row < thread()->model()->rowCount(); ++row)
        found.append(MessageRowData::from(thread()->model()->index(row, 0)).text);
    return found;
}

void TestAdminWindow::open(const QString &user)
{
    const QModelIndex index = list()->model()->index(int(users().indexOf(user)), 0);
    QTest::mouseClick(list()->viewport(), Qt::LeftButton, {}, list()->visualRect(index).center());
}

void TestAdminWindow::listsConversations()
{
    ready();
    QCOMPARE(users(), QStringList({bob, ana}));
    QVERIFY(m->title().contains(QStringLiteral("Ventanilla")));
    QVERIFY(m->find<QLabel>("statusConnection")->text().startsWith(QStringLiteral("Connected to")));
    QVERIFY(!edit()->isVisible()); // nothing is open
    m->say(m->message(1001, ana, ana, QStringLiteral("news")));
    QCOMPARE(users(), QStringList({ana, bob}));
    m->say(m->message(1002, QStringLiteral("new"), QStringLiteral("new")));
    QCOMPARE(users().first(), QStringLiteral("new"));
}

void TestAdminWindow::opensAConversation()
{
    ready();
    open(bob);
    QTRY_COMPARE(texts(), QStringList {QStringLiteral("<b>hi</b>")});
    QCOMPARE(m->find<ThreadHeader>("threadHeader")->title(), QStringLiteral("Bob"));
    QVERIFY(edit()->isVisible());
    QVERIFY(ConversationRowData::from(list()->model()->index(0, 0)).open);
    open(ana);
    QTRY_COMPARE(texts().size(), 50);
    QCOMPARE(texts().last(), QStringLiteral("message 120"));
    QVERIFY(!ConversationRowData::from(list()->model()->index(0, 0)).open);
    QVERIFY(thread()->isNewestShown());
}

void TestAdminWindow::answers()
{
    ready();
    open(bob);
    QTRY_COMPARE(texts().size(), 1);
    type("hello");
    QTest::keyClick(edit(), Qt::Key_Return);
    QCOMPARE(texts().last(), QStringLiteral("hello"));
    const auto row = [this] { return MessageRowData::from(thread()->model()->index(1, 0)); };
    QCOMPARE(row().state, OutgoingMessage::State::Waiting);
    QCOMPARE(authorWords(row()), QStringLiteral("You"));
    const auto sent = m->server->messages();
    QCOMPARE(sent.size(), 1);
    QCOMPARE(sent.first().message.to, bob);
    m->server->acknowledge(sent.first().ackId, ackOk(SendAck {1001, 5'000}.toJson()));
    QCOMPARE(row().state, OutgoingMessage::State::Stored);
    const auto top = ConversationRowData::from(list()->model()->index(0, 0));
    QCOMPARE(previewLine(top), QStringLiteral("You: hello"));
    QCOMPARE(top.unread, 0);
}

void TestAdminWindow::loadsOlderMessages()
{
    ready();
    open(ana);
    QTRY_COMPARE(texts().size(), 50);
    thread()->verticalScrollBar()->setValue(0);
    QTRY_COMPARE(texts().size(), 100);
    QVERIFY(!thread()->isNewestShown());
    thread()->verticalScrollBar()->setValue(0);
    QTRY_COMPARE(texts().size(), 120);
    QTRY_COMPARE(thread()->history(), MessageListView::History::Complete);
    QCOMPARE(texts().first(), QStringLiteral("message 1"));
}

void TestAdminWindow::dropsALateAnswer()
{
    ready();
    m->backend.hold = QStringLiteral("con=ana");
    open(ana);
    QTRY_COMPARE(m->backend.heldBack(), 1);
    open(bob);
    QTRY_COMPARE(texts().size(), 1);
    m->backend.release();
    open(ana);
    QTRY_COMPARE(texts().size(), 50);
    open(bob);
    QCOMPARE(texts(), QStringList {QStringLiteral("<b>hi</b>")});
}

void TestAdminWindow::keepsDrafts()
{
    ready();
    open(ana);
    type("for ana");
    open(bob);
    QVERIFY(edit()->toPlainText().isEmpty());
    type("for bob");
    open(ana);
    QCOMPARE(edit()->toPlainText(), QStringLiteral("for ana"));
    type("!");
    QCOMPARE(edit()->toPlainText(), QStringLiteral("for ana!"));
    open(bob);
    QTest::keyClick(edit(), Qt::Key_Return);
    QCOMPARE(m->server->messages().last().message.to, bob);
    open(ana);
    open(bob);
    QVERIFY(edit()->toPlainText().isEmpty());
}

void TestAdminWindow::stepsWithKeys()
{
    ready();
    m->activate();
    QWidget *window = m->application->window();
    QTest::keyClick(window, Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(m->find<ThreadHeader>("threadHeader")->title(), QStringLiteral("Bob"));
    QTest::keyClick(window, Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(m->find<ThreadHeader>("threadHeader")->title(), QStringLiteral("Ana"));
    QTest::keyClick(window, Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(m->find<ThreadHeader>("threadHeader")->title(), QStringLiteral("Bob"));
    m->say(m->message(1001, ana, ana));
    QTest::keyClick(window, Qt::Key_Down, Qt::AltModifier | Qt::ShiftModifier);
    QCOMPARE(m->find<ThreadHeader>("threadHeader")->title(), QStringLiteral("Ana"));
    QVERIFY(edit()->hasFocus());
}

void TestAdminWindow::writesWhileOffline()
{
    ready();
    open(bob);
    QTRY_COMPARE(texts().size(), 1);
    m->transport->breakOff(TransportFailure::Lost);
    QVERIFY(m->find<QLabel>("connectionWords")->text().startsWith(QStringLiteral("No connection to")));
    QVERIFY(edit()->isEnabled());
    type("later");
    QTest::keyClick(edit(), Qt::Key_Return);
    QCOMPARE(texts().last(), QStringLiteral("later"));
    QTest::mouseClick(m->find<QPushButton>("retryNow"), Qt::LeftButton);
    QTRY_VERIFY(m->transport->isOpen);
    m->letIn();
    QTRY_COMPARE(m->server->messages().size(), 1);
}

void TestAdminWindow::showsThatTheListCannotBeLoaded()
{
    m->signIn();
    m->backend.broken = true;
    m->letIn();
    auto *action = m->find<QPushButton>("emptyAction");
    QTRY_VERIFY(m->find<QWidget>("noConversations")->findChild<QPushButton *>()->isVisible());
    action = m->find<QWidget>("noConversations")->findChild<QPushButton *>();
    m->backend.broken = false;
    QTest::mouseClick(action, Qt::LeftButton);
    QTRY_COMPARE(users().size(), 2);
}

QTEST_MAIN(TestAdminWindow)
#include "tst_adminwindow.moc"
