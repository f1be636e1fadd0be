#include "admin-client/threadcontroller.h"

#include "admin-client/threadcache.h"
#include "client/conversationlistmodel.h"
#include "widgets/conversationpane.h"
#include "widgets/threadheader.h"

namespace ventanilla {

ThreadController::ThreadController(ThreadCache &threads, ConversationListModel &conversations,
                                   ConversationPane &pane, QObject *parent)
    : QObject(parent)
    , m_threads(threads)
    , m_conversations(conversations)
    , m_pane(pane)
{
    const auto thread = [this] { return m_threads.find(m_open); };
    connect(pane.messages(), &MessageListView::olderWanted, this, [thread] {
        if (ThreadLoader *open = thread())
            open->loadOlder();
    });
    connect(&pane, &ConversationPane::reloadRequested, this, [thread] {
        if (ThreadLoader *open = thread())
            open->refresh();
    });
    connect(&threads, &ThreadCache::staled, this, [thread] {
        if (ThreadLoader *open = thread())
            open->refresh();
    });
    const auto describeOpen = [this] { describe(); };
    connect(&conversations, &QAbstractItemModel::dataChanged, this, describeOpen);
    connect(&conversations, &QAbstractItemModel::rowsInserted, this, describeOpen);
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
    if (m_firstUnread.contains(user))
        thread->model()->setUnreadMarkerAfter(m_firstUnread.value(user) - 1);
    m_pane.setThread(thread->model());
    attach(thread);
    describe();
    m_conversations.setOpen(user);
    thread->refresh();
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
    m_pane.header()->setPerson(name, m_open);
    m_pane.header()->setSubtitle(words.join(QStringLiteral(" · ")),
                                 online ? std::optional(true) : std::nullopt);
}

bool ThreadController::isCurrent() const
{
    const ThreadLoader *thread = m_threads.find(m_open);
    return thread && thread->isCurrent() && !m_opening;
}

void ThreadController::noteUnread(const QString &user, const QList<Message> &messages)
{
    // What was read at once leaves no mark.
    if (m_conversations.unread(user) == 0 || m_firstUnread.contains(user))
        return;
    for (const Message &message : messages) {
        if (message.id) {
            m_firstUnread.insert(user, *message.id);
            break;
        }
    }
    ThreadLoader *thread = m_threads.find(user);
    if (user == m_open && thread && m_firstUnread.contains(user))
        thread->model()->setUnreadMarkerAfter(m_firstUnread.value(user) - 1);
}

void ThreadController::noteRead(const QString &user)
{
    m_firstUnread.remove(user);
}

void ThreadController::onFailed(const ApiError &error)
{
    if (error.isTokenProblem())
        emit tokenRefused();
}

} // namespace ventanilla
