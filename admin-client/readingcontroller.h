#pragma once

#include "widgets/readingwatch.h"

#include <QObject>
#include <QString>

namespace ventanilla {

class ChatSession;
class ConversationListModel;
class ThreadController;

/// Decides when what is unread was read: only while the window is active, the conversation open,
/// nothing of it missing and its newest message on screen. Selecting alone is not reading. Also takes
/// it back, when a person wants to come back to a conversation later.
class ReadingController : public QObject
{
    Q_OBJECT

public:
    /// All of it must outlive the controller.
    ReadingController(ChatSession &session, QWidget &window, MessageListView &messages,
                      ThreadController &thread, ConversationListModel &conversations,
                      QObject *parent = nullptr);

    /// From the newest message of the user on, the open conversation is unread again, and stays so
    /// until it is opened anew or answered.
    void markUnread();
    /// The person has written to this conversation: it need not stay unread any more.
    void onWritten(const QString &user);
    /// Everything is loaded anew, perhaps from another database: what was read before says nothing.
    void forget();

private:
    void update();
    void begin();

    ChatSession &m_session;
    ReadingWatch m_watch;
    ThreadController &m_thread;
    ConversationListModel &m_conversations;
    /// The open conversation, if it is to stay unread.
    QString m_leftUnread;
    /// When the open one was last marked as unread before it was opened or answered.
    qint64 m_takenBackAt = 0;
};

} // namespace ventanilla
