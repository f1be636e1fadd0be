#pragma once

#include "admin-client/unreadledger.h"
#include "client/httpapi.h"
#include "client/outgoingmessage.h"
#include "widgets/serverhistory.h"

#include <QObject>

class QTimer;
class QWidget;

namespace ventanilla {

class ChatSession;
class ConversationListModel;

/// Fills the conversation list: all pages of it whenever a connection is ready, live messages
/// meanwhile, and after a break what was missed, so that every new message counts once. What no
/// live message tells, who is online and what a new user's name is, comes from fetching the first
/// page now and then. Marks nothing as read.
class ConversationListController : public QObject
{
    Q_OBJECT

public:
    enum class State { Loading, Loaded, Failed };

    /// All of it must outlive the controller; `window` is where the list can be seen.
    ConversationListController(ChatSession &session, HttpApi &api, ConversationListModel &model,
                               const QWidget &window, QObject *parent = nullptr);

    State state() const { return m_state; }
    /// Fetches the list now; to be called after a failure.
    void reload();

signals:
    void stateChanged(ventanilla::ConversationListController::State state);
    /// These messages of a user are new to this person; their number was added to the model.
    void unreadAdded(const QString &user, const QList<ventanilla::Message> &messages);
    /// The server does not take the token any more.
    void tokenRefused();

private:
    void onReady(const Ready &ready);
    void onMessage(const Message &message);
    void onOutgoing(const OutgoingMessage &message);
    void apply(const Message &message);
    void refreshIfSeen();
    void refresh();
    void fetchPage(const QString &after);
    void onPage(const ConversationPage &page);
    void fetchMissed(const QString &user, qint64 after);
    void onMissed(const QString &user, const QList<Message> &messages);
    void onFailed(const ApiError &error);
    void addUnread(const QString &user, const QList<Message> &messages);
    void setState(State state);

    ChatSession &m_session;
    HttpApi &m_api;
    ConversationListModel &m_model;
    const QWidget &m_window;
    UnreadLedger m_ledger;
    QTimer *m_retryTimer;
    /// Runs from a conversation that is new here until the server is asked about it.
    QTimer *m_newcomerTimer;
    ServerHistory m_serverHistory;
    QList<ConversationRow> m_rows;
    State m_state = State::Loading;
    /// Grows with every attempt to load; answers to earlier ones are dropped.
    int m_generation = 0;
};

} // namespace ventanilla
