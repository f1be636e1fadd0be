#pragma once

#include "protocol/message.h"
#include "widgets/messagelistview.h"

#include <QHash>
#include <QObject>

#include <memory>

namespace ventanilla {

class ConversationListModel;
class ConversationPane;
class MessageListModel;
class ThreadCache;
class ThreadLoader;
class TypingWatch;
struct ApiError;

/// Decides which conversation is open and where in it the reader is: opens at the first unread
/// message, or where one was, and takes care that pages come as they are needed. Marks nothing as
/// read and sends nothing.
class ThreadController : public QObject
{
    Q_OBJECT

public:
    /// All of it must outlive the controller.
    ThreadController(ThreadCache &threads, ConversationListModel &conversations, const TypingWatch &typing,
                     ConversationPane &pane, QObject *parent = nullptr);
    ~ThreadController() override;

    /// Empty for none.
    const QString &open() const { return m_open; }
    void openConversation(const QString &user);
    /// Whether the open thread is known to be complete at its newest end.
    bool isCurrent() const;
    /// Null if none is open.
    MessageListModel *model() const;
    /// Puts the line "new messages" above the first unread one, if it is nowhere yet; it stays until one
    /// leaves.
    void markUnread();

signals:
    void opened(const QString &user);
    /// The open thread is complete at its newest end.
    void becameCurrent();
    /// The server does not take the token any more.
    void tokenRefused();

private:
    void leave();
    void attach(ThreadLoader *thread);
    void takePlace(ThreadLoader *thread);
    void connectPane();
    void followConversation();
    void describe();
    void onFailed(const ApiError &error);

    ThreadCache &m_threads;
    ConversationListModel &m_conversations;
    const TypingWatch &m_typing;
    ConversationPane &m_pane;
    QString m_open;
    /// The reader is not yet where it belongs in the open thread, so nothing can count as read.
    bool m_opening = false;
    QHash<QString, MessageListView::Place> m_places;
    /// The line "new messages" stands in the open thread.
    bool m_marked = false;
    /// The open thread's connections end with it.
    std::unique_ptr<QObject> m_attachment;
};

} // namespace ventanilla
