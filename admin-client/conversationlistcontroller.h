#pragma once

#include "admin-client/unreadledger.h"
#include "client/httpapi.h"
#include "client/outgoingmessage.h"
#include "widgets/serverhistory.h"

#include <QObject>

class QTimer;

namespace ventanilla {

class ChatSession;
class ConversationListModel;

/// Fills the conversation list: all pages of it whenever a connection is ready, live messages
/// meanwhile, and after a break what was missed, so that every new message counts once. Marks
/// nothing as read.
class ConversationListController : public QObject
{
    Q_OBJECT

public:
    enum class State { Loading, Loaded, Failed };

    /// All of it must outlive the controller.
    ConversationListController(ChatSession &session, HttpApi &api, ConversationListModel &model,
                               QObject *parent = nullptr);

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
    UnreadLedger m_ledger;
    QTimer *m_retryTimer;
    ServerHistory m_serverHistory;
    QList<ConversationRow> m_rows;
    State m_state = State::Loading;
    /// Grows with every attempt to load; answers to earlier ones are dropped.
    int m_generation = 0;
};

} // namespace ventanilla
