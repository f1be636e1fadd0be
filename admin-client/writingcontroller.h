#pragma once

#include "widgets/composer.h"

#include <QHash>
#include <QObject>

namespace ventanilla {

class ChatSession;
class ConversationPane;
class ThreadController;

/// Sends what is written, to the conversation in which Enter was pressed, and keeps each
/// conversation's draft while another one is open.
class WritingController : public QObject
{
    Q_OBJECT

public:
    /// All of it must outlive the controller.
    WritingController(ChatSession &session, ThreadController &thread, ConversationPane &pane,
                      QObject *parent = nullptr);

private:
    void onOpened(const QString &user);
    void send(const QString &text);

    ChatSession &m_session;
    ThreadController &m_thread;
    ConversationPane &m_pane;
    QString m_writingTo;
    QHash<QString, Composer::Draft> m_drafts;
};

} // namespace ventanilla
