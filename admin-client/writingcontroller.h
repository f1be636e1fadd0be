#pragma once

#include "client/draftstore.h"

#include <QObject>

namespace ventanilla {

class ChatSession;
class ConversationPane;
class ThreadController;

/// Sends what is written, to the conversation in which Enter was pressed, keeps each conversation's
/// draft, and lets the other side know that something is being written.
class WritingController : public QObject
{
    Q_OBJECT

public:
    /// All of it must outlive the controller.
    WritingController(ChatSession &session, ThreadController &thread, DraftStore &drafts,
                      ConversationPane &pane, QObject *parent = nullptr);
    ~WritingController() override;

signals:
    /// Something was written to this conversation here and now.
    void written(const QString &user);

private:
    void onOpened(const QString &user);
    void onEdited();
    void keepDraft();
    void send(const QString &text);

    ChatSession &m_session;
    ThreadController &m_thread;
    DraftStore &m_drafts;
    ConversationPane &m_pane;
    QString m_writingTo;
};

} // namespace ventanilla
