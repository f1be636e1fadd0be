#include "admin-client/threadcontroller.h"

#include "admin-client/threadcache.h"
#include "client/conversationlistmodel.h"
#include "client/typingwatch.h"
#include "widgets/conversationpane.h"
#include "widgets/threadheader.h"
#include "widgets/typingwords.h"

namespace ventanilla {

ThreadController::ThreadController(ThreadCache &threads, ConversationListModel &conversations,
                                   const TypingWatch &typing, ConversationPane &pane, QObject *parent)
    : QObject(parent)
    , m_threads(threads)
    , m_conversations(conversations)
    , m_typing(typing)
    , m_pane(pane)
{
    connectPane();
    connect(&threads, &ThreadCache::forgotten, this, [this] {
        m_marked = false;
        if (ThreadLoader *open = m_threads.find(m_open))
            open->load();
    });
    connect(&conversations, &QAbstractItemModel::dataChanged, this, &ThreadController::followConversation);
    connect(&conversations, &QAbstractItemModel::rowsInserted, this, &ThreadController::followConversation);
    connect(&typing, &TypingWatch::changed, this, [this](const QString &user) {
        if (user == m_open)
            describe();
    });
}

void ThreadController::connectPane()
{
    connect(m_pane.messages(), &MessageListView::olderWanted, this, [this] {
        if (ThreadLoader *open = m_threads.find(m_open))
            open->loadOlder();
    });
    connect(&m_pane, &ConversationPane::reloadRequested, this, [this] {
        if (ThreadLoader *open = m_threads.find(m_open))
            open->load();
    });
}

ThreadController::~ThreadController()
{
    m_pane.setThread(nullptr);
}

void ThreadController::openConversation(const QString &user)
{
    if (user == m_open)
        return;
    leave();
    m_opening = true;
    m_open = user;
    ThreadLoader *thread = m_threads.thread(user);
    m_marked = false;
    followConversation();
    markUnread();
    m_pane.setThread(thread->model());
    attach(thread);
    m_conversations.setOpen(user);
    thread->load(m_conversations.unread(user));
    takePlace(thread);
    m_opening = false;
    emit opened(user);
}

void ThreadController::leave()
{
    ThreadLoader *thread = m_threads.find(m_open);
    if (!thread)
        return;
    m_places.insert(m_open, m_pane.messages()->place());
    thread->model()->setUnreadMarkerAfter(std::nullopt);
}

void ThreadController::attach(ThreadLoader *thread)
{
    m_attachment = std::make_unique<QObject>();
    QObject *context = m_attachment.get();
    m_pane.setHistory(thread->history());
    connect(thread, &ThreadLoader::historyChanged, context,
            [this](MessageListView::History history) { m_pane.setHistory(history); });
    connect(thread, &ThreadLoader::loaded, context, [this, thread] { takePlace(thread); });
    connect(thread, &ThreadLoader::becameCurrent, context, [this] { emit becameCurrent(); });
    connect(thread, &ThreadLoader::failed, context, [this](const ApiError &error) { onFailed(error); });
}

void ThreadController::takePlace(ThreadLoader *thread)
{
    const int marker = thread->model()->unreadMarkerRow();
    if (marker >= 0)
        m_pane.messages()->showRow(marker);
    else
        m_pane.messages()->setPlace(m_places.value(m_open));
}

/// Takes what the list knows of the open conversation.
void ThreadController::followConversation()
{
    describe();
    MessageListModel *thread = model();
    const QModelIndex row = m_conversations.indexOf(m_open);
    if (!thread || !row.isValid())
        return;
    thread->setReach(row.data(ConversationListModel::UserGotRole).toLongLong(),
                     row.data(ConversationListModel::UserReadRole).toLongLong());
}

void ThreadController::markUnread()
{
    if (m_marked || m_conversations.unread(m_open) == 0)
        return;
    m_marked = true;
    model()->setUnreadMarkerAfter(m_conversations.ownReading(m_open).upTo);
}

void ThreadController::describe()
{
    const QModelIndex row = m_conversations.indexOf(m_open);
    const QString name = row.isValid() ? row.data(ConversationListModel::NameRole).toString() : m_open;
    const bool online = row.isValid() && row.data(ConversationListModel::OnlineRole).toBool();
    QStringList words;
    if (name != m_open)
        words.append(m_open);
    if (online)
        words.append(tr("online"));
    const QString typing = typingWords(m_typing.typists(m_open));
    if (!typing.isEmpty())
        words = {typing};
    m_pane.header()->setPerson(name, m_open);
    m_pane.header()->setSubtitle(words.join(QStringLiteral(" · ")),
                                 online ? std::optional(true) : std::nullopt);
}

MessageListModel *ThreadController::model() const
{
    const ThreadLoader *thread = m_threads.find(m_open);
    return thread ? thread->model() : nullptr;
}

bool ThreadController::isCurrent() const
{
    const ThreadLoader *thread = m_threads.find(m_open);
    return thread && thread->isCurrent() && !m_opening;
}

void ThreadController::onFailed(const ApiError &error)
{
    if (error.isTokenProblem())
        emit tokenRefused();
}

} // namespace ventanilla
