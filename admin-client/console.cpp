#include "admin-client/console.h"

#include "admin-client/conversationlistpanel.h"
#include "admin-client/mainwindow.h"
#include "admin-client/statusstrip.h"
#include "client/chatsession.h"
#include "widgets/conversationpane.h"
#include "widgets/emptystate.h"
#include "widgets/notifier.h"

namespace ventanilla {

Console::Console(ChatSession &session, HttpApi &api, MainWindow &window, Notifier &notifier, QObject *parent)
    : QObject(parent)
    , m_window(window)
    , m_notifier(notifier)
    , m_conversations(session.self().username)
    , m_threads(session, api)
    , m_list(session, api, m_conversations, window)
    , m_thread(m_threads, m_conversations, *window.pane())
    , m_reading(window, *window.pane()->messages(), m_thread, m_conversations)
    , m_writing(session, m_thread, *window.pane())
{
    window.list()->setConversations(&m_conversations);
    connectList();
    connect(&window, &MainWindow::stepRequested, this, &Console::step);
    connect(&m_conversations, &ConversationListModel::totalUnreadChanged, this, [this] {
        m_window.status()->setUnread(m_conversations.totalUnread());
        m_notifier.setUnread(m_conversations.totalUnread());
    });
    connect(&m_list, &ConversationListController::tokenRefused, this, &Console::tokenRefused);
    connect(&m_thread, &ThreadController::tokenRefused, this, &Console::tokenRefused);
    showListState(m_list.state());
}

Console::~Console()
{
    m_window.list()->setConversations(nullptr);
    m_window.status()->setUnread(0);
    m_notifier.setUnread(0);
}

void Console::connectList()
{
    connect(m_window.list(), &ConversationListPanel::chosen, &m_thread, &ThreadController::openConversation);
    connect(m_window.list(), &ConversationListPanel::chosen, this,
            [this] { m_window.pane()->composer()->setFocus(); });
    connect(m_window.list(), &ConversationListPanel::holdChanged, &m_conversations,
            &ConversationListModel::setOrderHeld);
    connect(m_window.list()->emptyState(), &EmptyState::actionRequested, &m_list,
            &ConversationListController::reload);
    connect(&m_list, &ConversationListController::stateChanged, this, &Console::showListState);
    connect(&m_list, &ConversationListController::unreadAdded, &m_thread, &ThreadController::noteUnread);
}

void Console::step(Direction direction, bool unreadOnly)
{
    const QString user = neighbourOf(m_thread.open(), direction, unreadOnly, m_conversations);
    if (user.isEmpty())
        return;
    m_thread.openConversation(user);
    m_window.list()->showRow(m_conversations.indexOf(user));
    m_window.pane()->composer()->setFocus();
}

void Console::showListState(ConversationListController::State state)
{
    EmptyState *empty = m_window.list()->emptyState();
    switch (state) {
    case ConversationListController::State::Loading:
        empty->setContent(Icon::Clock, {}, tr("Loading the conversations…"));
        break;
    case ConversationListController::State::Loaded:
        empty->setContent(Icon::Conversation, tr("No conversations yet"),
                          tr("They appear here as soon as somebody writes."));
        break;
    case ConversationListController::State::Failed:
        empty->setContent(Icon::Offline, tr("The conversations could not be loaded"),
                          tr("They will be loaded when the connection is back."), tr("Try again"));
        break;
    }
}

} // namespace ventanilla
