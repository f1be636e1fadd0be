#pragma once

#include "client/messagelistmodel.h"
#include "widgets/readingwatch.h"
#include "widgets/serverhistory.h"
#include "widgets/threadloader.h"

#include <QObject>

#include <optional>

namespace ventanilla {

class ChatSession;
class ConversationPane;
class Notifier;

/// Everything that belongs to one signed-in user: the thread, what is sent in it, and what of it is
/// unread since the sign-in. Outlives a refused token; another user gets another one.
class ChatController : public QObject
{
    Q_OBJECT

public:
    /// All of it must outlive the controller; the session knows who is signed in.
    ChatController(ChatSession &session, HttpApi &api, ConversationPane &pane, Notifier &notifier,
                   QObject *parent = nullptr);
    ~ChatController() override;

signals:
    /// The server does not take the token any more.
    void tokenRefused();

private:
    void connectSession();
    void connectPane();
    void connectLoader();
    void onReady(const Ready &ready);
    void onRowsInserted(int first, int last);
    void readIfSeen();
    void describe();
    void send(const QString &text);

    ChatSession &m_session;
    ConversationPane &m_pane;
    Notifier &m_notifier;
    MessageListModel m_model;
    ThreadLoader m_loader;
    ReadingWatch m_watch;
    ServerHistory m_serverHistory;
    /// Nothing up to this number is new; nothing while there was no connection yet.
    std::optional<qint64> m_baseline;
    int m_unread = 0;
};

} // namespace ventanilla
