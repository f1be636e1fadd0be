#include "admin-client/readingcontroller.h"

#include "admin-client/threadcontroller.h"
#include "client/conversationlistmodel.h"

namespace ventanilla {

ReadingController::ReadingController(QWidget &window, MessageListView &messages, ThreadController &thread,
                                     ConversationListModel &conversations, QObject *parent)
    : QObject(parent)
    , m_watch(window, messages)
    , m_thread(thread)
    , m_conversations(conversations)
{
    connect(&m_watch, &ReadingWatch::changed, this, &ReadingController::update);
    connect(&thread, &ThreadController::opened, this, &ReadingController::update);
    connect(&thread, &ThreadController::becameCurrent, this, &ReadingController::update);
    connect(&conversations, &ConversationListModel::totalUnreadChanged, this, &ReadingController::update);
}

void ReadingController::update()
{
    const QString user = m_thread.open();
    if (user.isEmpty() || m_conversations.unread(user) == 0 || !m_thread.isCurrent() || !m_watch.isLooking())
        return;
    m_thread.noteRead(user);
    m_conversations.clearUnread(user);
}

} // namespace ventanilla
