#include "admin-client/mainwindow.h"

#include "admin-client/conversationlistpanel.h"
#include "admin-client/statusstrip.h"
#include "client/clientsettings.h"
#include "widgets/composer.h"
#include "widgets/conversationpane.h"
#include "widgets/emptystate.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QAction>
#include <QCloseEvent>
#include <QSplitter>
#include <QVBoxLayout>

namespace ventanilla {

MainWindow::MainWindow(const Clock &clock, ClientSettings &settings, QWidget *parent)
    : QWidget(parent)
    , m_settings(settings)
    , m_splitter(new QSplitter(Qt::Horizontal, this))
    , m_list(new ConversationListPanel(clock, m_splitter))
    , m_pane(new ConversationPane(clock, m_splitter))
    , m_status(new StatusStrip(this))
{
    setObjectName(QStringLiteral("adminWindow"));
    setWindowIcon(applicationIcon());
    m_pane->nothingOpen()->setContent(Icon::Conversation, tr("No conversation is open"),
                                      tr("Choose one on the left to read it and answer."));
    layOut();
    addKeys();
    restore();
    // Or the first button would have the focus, and what is typed before a conversation is open would
    // press it. Not the list either: it keeps its order as long as it has the focus.
    setFocusPolicy(Qt::ClickFocus);
    setFocus();
}

void MainWindow::layOut()
{
    // The details of a user will be a third part of this splitter, at the right.
    m_splitter->setObjectName(QStringLiteral("panes"));
    m_splitter->setHandleWidth(metric::line);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(m_splitter->indexOf(m_list), 0);
    m_splitter->setStretchFactor(m_splitter->indexOf(m_pane), 1);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_splitter, 1);
    layout->addWidget(m_status);
}

void MainWindow::addKeys()
{
    addKey(QStringLiteral("previousConversation"), Qt::ALT | Qt::Key_Up, Direction::Previous, false);
    addKey(QStringLiteral("nextConversation"), Qt::ALT | Qt::Key_Down, Direction::Next, false);
    addKey(QStringLiteral("previousUnread"), Qt::ALT | Qt::SHIFT | Qt::Key_Up, Direction::Previous, true);
    addKey(QStringLiteral("nextUnread"), Qt::ALT | Qt::SHIFT | Qt::Key_Down, Direction::Next, true);

    auto *markUnread = new QAction(this);
    markUnread->setObjectName(QStringLiteral("markUnread"));
    markUnread->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_M);
    connect(markUnread, &QAction::triggered, this, &MainWindow::markUnreadRequested);
    addAction(markUnread);
}

void MainWindow::addKey(const QString &name, const QKeySequence &keys, Direction direction, bool unreadOnly)
{
    auto *action = new QAction(this);
    action->setObjectName(name);
    action->setShortcut(keys);
    connect(action, &QAction::triggered, this, [=, this] { emit stepRequested(direction, unreadOnly); });
    addAction(action);
}

void MainWindow::restore()
{
    resize(metric::adminWindowWidth, metric::adminWindowHeight);
    restoreGeometry(m_settings.windowGeometry());
    if (!m_splitter->restoreState(m_settings.splitterState()))
        m_splitter->setSizes({metric::listWidth, metric::adminWindowWidth - metric::listWidth});
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    m_settings.setWindowGeometry(saveGeometry());
    m_settings.setSplitterState(m_splitter->saveState());
    event->accept();
    emit closed();
}

} // namespace ventanilla
