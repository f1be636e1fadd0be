#include "admin-client/console.h"

#include "admin-client/conversationlistpanel.h"
#include "admin-client/mainwindow.h"
#include "admin-client/statusstrip.h"
#include "client/chatsession.h"
#include "client/serverevents.h"
#include "widgets/composer.h"
#include "widgets/connectionbanner.h"
#include "widgets/conversationpane.h"
#include "widgets/emptystate.h"
#include "widgets/notifier.h"

#include <algorithm>

namespace ventanilla {

Console::Console(ChatSession &session, HttpApi &api, const QString &draftsPath, MainWindow &window,
                 Notifier &notifier, QObject *parent)
    : QObject(parent)
    , m_window(window)
    , m_notifier(notifier)
    , m_catchUp(session, api)
    , m_deliveries(session, m_catchUp)
    , m_presence(session, api)
    , m_typing(session, this)
    , m_drafts(draftsPath)
    , m_conversations(session.self().username)
    , m_threads(session, api, m_catchUp, m_deliveries)
    , m_list(session, api, m_catchUp, m_conversations)
    , m_thread(m_threads, m_conversations, m_typing, *window.pane())
    , m_reading(session, window, *window.pane()->messages(), m_thread, m_conversations)
    , m_writing(session, m_thread, m_drafts, *window.pane())
{
    window.list()->setConversations(&m_conversations);
    connectList();
    connectSession(session);
    connect(&window, &MainWindow::stepRequested, this, &Console::step);
    connect(&window, &MainWindow::markUnreadRequested, &m_reading, &ReadingController::markUnread);
    connect(&m_conversations, &ConversationListModel::totalUnreadChanged, this, [this] {
        m_window.status()->setUnread(m_conversations.totalUnread());
        m_notifier.setUnread(m_conversations.totalUnread());
    });
    connect(&m_writing, &WritingController::written, &m_reading, &ReadingController::onWritten);
    connect(&m_list, &ConversationListController::tokenRefused, this, &Console::tokenRefused);
    connect(&m_thread, &ThreadController::tokenRefused, this, &Console::tokenRefused);
    showListState(m_list.state());
}

Console::~Console()
{
    m_window.list()->setConversations(nullptr);
    m_window.status()->setUnread(0);
    m_window.pane()->banner()->setCatchingUp(false);
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
}

void Console::connectSession(ChatSession &session)
{
    connect(&m_presence, &PresenceBook::changed, &m_conversations, &ConversationListModel::setPresent);
    const auto showDraft = [this](const QString &user) {
        m_conversations.setDraft(user, m_drafts.draft(user).text);
    };
    connect(&m_drafts, &DraftStore::changed, this, showDraft);
    for (const QString &user : m_drafts.conversations())
        showDraft(user);
    connect(&m_typing, &TypingWatch::changed, this, [this](const QString &user) {
        const auto typists = m_typing.typists(user);
        const auto writer = std::ranges::find(typists, user, &Typing::from);
        m_conversations.setTyping(user, writer != typists.end() ? writer->fromName : QString());
    });
    connect(&session.events(), &ServerEvents::deliveryChanged, this, [this](const Delivery &delivery) {
        if (delivery.recipient != delivery.conversation)
            m_deliveries.noteKnown(delivery.conversation, delivery.upTo);
    });
    connect(&m_catchUp, &CatchUp::reloadNeeded, &m_deliveries, &DeliveryReporter::clear);
    connect(&m_catchUp, &CatchUp::reloadNeeded, &m_reading, &ReadingController::forget);
    ConnectionBanner *banner = m_window.pane()->banner();
    connect(&m_catchUp, &CatchUp::started, banner, [banner] { banner->setCatchingUp(true); });
    connect(&m_catchUp, &CatchUp::becameCurrent, banner, [banner] { banner->setCatchingUp(false); });
    connect(&m_catchUp, &CatchUp::failed, this, [this](const ApiError &error) {
        if (error.isTokenProblem())
            emit tokenRefused();
    });
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
