#include "admin-client/readingcontroller.h"

#include "admin-client/threadcontroller.h"
#include "client/chatsession.h"
#include "client/conversationlistmodel.h"
#include "client/marksender.h"
#include "client/messagelistmodel.h"

namespace ventanilla {

ReadingController::ReadingController(ChatSession &session, QWidget &window, MessageListView &messages,
                                     ThreadController &thread, ConversationListModel &conversations,
                                     QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_watch(window, messages)
    , m_thread(thread)
    , m_conversations(conversations)
{
    connect(&m_watch, &ReadingWatch::changed, this, &ReadingController::update);
    connect(&thread, &ThreadController::opened, this, &ReadingController::begin);
    connect(&thread, &ThreadController::becameCurrent, this, &ReadingController::update);
    connect(&conversations, &ConversationListModel::totalUnreadChanged, this, &ReadingController::update);
}

void ReadingController::begin()
{
    m_leftUnread.clear();
    m_takenBackAt = m_conversations.takenBackAt(m_thread.open());
    update();
}

void ReadingController::update()
{
    const QString user = m_thread.open();
    if (user.isEmpty() || m_conversations.unread(user) == 0)
        return;
    // Marked as unread in another window of the same person.
    if (m_conversations.takenBackAt(user) > m_takenBackAt)
        m_leftUnread = user;
    if (user == m_leftUnread || !m_thread.isCurrent() || !m_watch.isLooking())
        return m_thread.markUnread();
    const qint64 newest = m_thread.model()->newestId().value_or(0);
    m_session.marks().read({user, newest, m_conversations.ownReading(user).version});
    m_conversations.assumeRead(user);
}

void ReadingController::onWritten(const QString &user)
{
    if (user == m_leftUnread)
        begin();
}

void ReadingController::forget()
{
    m_leftUnread.clear();
    m_takenBackAt = 0;
}

void ReadingController::markUnread()
{
    const MessageListModel *thread = m_thread.model();
    const auto newest = thread ? thread->newestIncomingId() : std::nullopt;
    if (!newest)
        return;
    m_leftUnread = m_thread.open();
    m_session.marks().markUnread({m_leftUnread, *newest - 1});
}

} // namespace ventanilla
