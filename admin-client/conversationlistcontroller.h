#pragma once

#include "client/httpapi.h"
#include "client/outgoingmessage.h"

#include <QObject>
#include <QSet>

class QTimer;

namespace ventanilla {

class CatchUp;
class ChatSession;
class ConversationListModel;

/// Fills the conversation list: all pages of it when nothing is known, then what comes live and what
/// was missed in a break of the connection. Marks nothing as read.
class ConversationListController : public QObject
{
    Q_OBJECT

public:
    enum class State { Loading, Loaded, Failed };

    /// All of it must outlive the controller.
    ConversationListController(ChatSession &session, HttpApi &api, CatchUp &catchUp,
                               ConversationListModel &model, QObject *parent = nullptr);

    State state() const { return m_state; }
    /// Fetches the list now; to be called after a failure.
    void reload();

signals:
    void stateChanged(ventanilla::ConversationListController::State state);
    /// The server does not take the token any more.
    void tokenRefused();

private:
    void listen();
    void onOutgoing(const OutgoingMessage &message);
    void apply(const Message &message);
    void askForRows();
    void refreshFirstPage();
    void onRefreshed(const ConversationPage &page, const QSet<QString> &asked);
    void onNotRefreshed(const ApiError &error);
    void fetchPage(const QString &after);
    void onPage(const ConversationPage &page);
    void onFailed(const ApiError &error);
    void setState(State state);

    ChatSession &m_session;
    HttpApi &m_api;
    CatchUp &m_catchUp;
    ConversationListModel &m_model;
    QTimer *m_retryTimer;
    /// Runs from a message of a conversation without a row until the server is asked about it.
    QTimer *m_newcomerTimer;
    State m_state = State::Loading;
    /// The conversations for whose rows every page was asked for on this connection: not once more.
    QSet<QString> m_searched;
    /// Whether every page has been here.
    bool m_complete = false;
    /// Grows with every attempt to load; answers to earlier ones are dropped.
    int m_generation = 0;
};

} // namespace ventanilla
