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
    connect(&session, &ChatSession::outgoingChanged, this, [this](const OutgoingMessage &message) {
        if (message.to == m_leftUnread)
            begin();
    });
    connect(&thread, &ThreadController::becameCurrent, this, &ReadingController::update);
    connect(&conversations, &ConversationListModel::totalUnreadChanged, this, &ReadingController::update);
}

void ReadingController::begin()
{
    m_leftUnread.clear();
    m_readUpTo = 0;
    update();
}

void ReadingController::update()
{
    const QString user = m_thread.open();
    const OwnReading own = m_conversations.ownReading(user);
    // Marked as unread in another window of the same person.
    if (own.version > m_readVersion && own.upTo < m_readUpTo)
        m_leftUnread = user;
    if (user.isEmpty() || user == m_leftUnread || m_conversations.unread(user) == 0 || !m_thread.isCurrent()
        || !m_watch.isLooking())
        return;
    m_readUpTo = m_thread.model()->newestId().value_or(0);
    m_readVersion = own.version;
    m_session.marks().read({user, m_readUpTo, own.version});
    m_conversations.assumeRead(user);
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
