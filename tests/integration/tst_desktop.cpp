#include "admin-client/application.h"
#include "admin-client/mainwindow.h"
#include "client/conversationlistmodel.h"
#include "client/messagelistmodel.h"
#include "client/websockettransport.h"
#include "support/testserver.h"
#include "user-client/application.h"
#include "user-client/chatwindow.h"

#include <QAbstractItemView>
#include <QPlainTextEdit>
#include <QTest>

using namespace ventanilla;

/// Both desktop programs against the real server, driven by keys: from one person's keyboard to
/// another's screen.
class TestDesktop : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void typingWithNothingOpenPressesNothing();
    void aMessageCrossesAndIsAnswered();
    void whatIsWrittenOfflineGoesOutInOrder();
    void aRefusedTokenAsksAndKeepsTheDraft();

private:
    template<typename Program>
    std::unique_ptr<Program> start(const QString &user);
    QModelIndex conversation(int row) const;

    QTemporaryDir m_folder;
    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<AdminApplication> m_console;
    std::unique_ptr<UserApplication> m_user;
};

namespace {

QAbstractItemView *list(const QWidget *window, const char *name)
{
    return window->findChild<QAbstractItemView *>(QString::fromLatin1(name));
}

/// The messages that a window's thread shows.
QStringList shown(const QWidget *window)
{
    const QAbstractItemModel *model = list(window, "messageList")->model();
    QStringList texts;
    for (int row = 0; model && row < model->rowCount(); ++row)
        texts.append(model->index(row, 0).data(MessageListModel::TextRole).toString());
    return texts;
}

void write(const QWidget *window, const QString &text)
{
    auto *edit = window->findChild<QPlainTextEdit *>(QStringLiteral("messageEdit"));
    QTest::keyClicks(edit, text);
    QTest::keyClick(edit, Qt::Key_Return);
}

OutgoingMessage::State lastState(const QWidget *window)
{
    const QAbstractItemModel *model = list(window, "messageList")->model();
    return static_cast<OutgoingMessage::State>(
        model->index(model->rowCount() - 1, 0).data(MessageListModel::StateRole).toInt());
}

} // namespace

template<typename Program>
std::unique_ptr<Program> TestDesktop::start(const QString &user)
{
    auto program = std::make_unique<Program>(
        typename Program::Parts {std::make_unique<WebSocketTransport>(),
                                 ClientSettings::inFile(m_folder.filePath(user + QStringLiteral(".ini"))),
                                 Credentials(m_folder.filePath(user)), m_folder.filePath(user)});
    ClientOptions options;
    options.server = m_server->url();
    options.username = user;
    options.passwordFromStdin = true;
    program->start(options, TestServer::password);
    return program;
}

void TestDesktop::init()
{
    m_server = std::make_unique<TestServer>();
    QVERIFY(m_server->start());
    m_server->addAccount(QStringLiteral("ana"), Role::Admin);
    m_server->addAccount(QStringLiteral("luis"), Role::User);
    m_user = start<UserApplication>(QStringLiteral("luis"));
    m_console = start<AdminApplication>(QStringLiteral("ana"));
    QTRY_COMPARE(m_server->counter("ventanilla_sessions_total"), 2);
    QTRY_VERIFY(m_user->window()->isVisible() && m_console->window()->isVisible());
}

void TestDesktop::cleanup()
{
    m_console.reset();
    m_user.reset();
    m_server.reset();
}

QModelIndex TestDesktop::conversation(int row) const
{
    return list(m_console->window(), "conversationList")->model()->index(row, 0);
}

void TestDesktop::typingWithNothingOpenPressesNothing()
{
    QWidget *window = m_console->window();
    window->activateWindow();
    QTRY_VERIFY(window->isActiveWindow());
    // Where nobody has the focus, the first key goes to the first button.
    QCOMPARE(QApplication::focusWidget(), window);
    for (const Qt::Key key : {Qt::Key_H, Qt::Key_Space, Qt::Key_Return})
        QTest::keyClick(QApplication::focusWidget(), key);
    QVERIFY(!QApplication::activePopupWidget());
    QVERIFY(!QApplication::activeModalWidget());
}

void TestDesktop::aMessageCrossesAndIsAnswered()
{
    write(m_user->window(), QStringLiteral("<b>hola</b>"));
    QTRY_VERIFY(conversation(0).isValid());
    QTRY_COMPARE(conversation(0).data(ConversationListModel::UnreadRole).toInt(), 1);
    QVERIFY(!conversation(0).data(ConversationListModel::OpenRole).toBool());
    QTRY_VERIFY(m_console->window()->windowTitle().startsWith(QStringLiteral("(1)")));

    QTest::keyClick(m_console->window(), Qt::Key_Down, Qt::AltModifier | Qt::ShiftModifier);
    QTRY_COMPARE(shown(m_console->window()), QStringList {QStringLiteral("<b>hola</b>")});
    QVERIFY(conversation(0).data(ConversationListModel::OpenRole).toBool());

    write(m_console->window(), QStringLiteral("buenas"));
    const QStringList both {QStringLiteral("<b>hola</b>"), QStringLiteral("buenas")};
    QTRY_COMPARE(shown(m_user->window()), both);
    QTRY_COMPARE(lastState(m_console->window()), OutgoingMessage::State::Stored);
    QCOMPARE(shown(m_console->window()), both);
}

void TestDesktop::whatIsWrittenOfflineGoesOutInOrder()
{
    write(m_user->window(), QStringLiteral("uno"));
    QTRY_COMPARE(lastState(m_user->window()), OutgoingMessage::State::Stored);
    QVERIFY(m_server->stop());
    const auto *banner = m_user->window()->findChild<QWidget *>(QStringLiteral("connectionBanner"));
    QTRY_VERIFY(banner->isVisible());
    write(m_user->window(), QStringLiteral("dos"));
    write(m_user->window(), QStringLiteral("tres"));
    const QStringList all {QStringLiteral("uno"), QStringLiteral("dos"), QStringLiteral("tres")};
    QCOMPARE(shown(m_user->window()), all);
    QCOMPARE(lastState(m_user->window()), OutgoingMessage::State::Waiting);

    QVERIFY(m_server->start());
    QTRY_COMPARE_WITH_TIMEOUT(lastState(m_user->window()), OutgoingMessage::State::Stored, 60'000);
    QCOMPARE(shown(m_user->window()), all);
    // The console comes back too, and has missed nothing.
    QTRY_VERIFY_WITH_TIMEOUT(conversation(0).data(ConversationListModel::UnreadRole).toInt() == 3, 60'000);
    QTest::keyClick(m_console->window(), Qt::Key_Down, Qt::AltModifier | Qt::ShiftModifier);
    QTRY_COMPARE(shown(m_console->window()), all);
}

void TestDesktop::aRefusedTokenAsksAndKeepsTheDraft()
{
    write(m_user->window(), QStringLiteral("hola"));
    QTRY_COMPARE(lastState(m_user->window()), OutgoingMessage::State::Stored);
    auto *edit = m_user->window()->findChild<QPlainTextEdit *>(QStringLiteral("messageEdit"));
    QTest::keyClicks(edit, QStringLiteral("half a sen"));
    m_server->changePassword(QStringLiteral("luis"));
    QWidget *dialog = nullptr;
    QTRY_VERIFY((dialog = QApplication::activeModalWidget()) != nullptr
                || (dialog = m_user->window()->findChild<QWidget *>(QStringLiteral("loginDialog")))
                    != nullptr);
    QTRY_VERIFY(dialog->isVisible());
    QCOMPARE(shown(m_user->window()), QStringList {QStringLiteral("hola")});
    QCOMPARE(edit->toPlainText(), QStringLiteral("half a sen"));
}

QTEST_MAIN(TestDesktop)
#include "tst_desktop.moc"
