#pragma once

#include "widgets/readingwatch.h"

#include <QObject>

namespace ventanilla {

class ConversationListModel;
class ThreadController;

/// Decides when what is unread was read: only while the window is active, the conversation open,
/// all of it loaded and its newest message on screen. Selecting alone is not reading.
class ReadingController : public QObject
{
    Q_OBJECT

public:
    /// All of it must outlive the controller.
    ReadingController(QWidget &window, MessageListView &messages, ThreadController &thread,
                      ConversationListModel &conversations, QObject *parent = nullptr);

private:
    void update();

    ReadingWatch m_watch;
    ThreadController &m_thread;
    ConversationListModel &m_conversations;
};

} // namespace ventanilla
