#pragma once

#include "client/catchup.h"
#include "client/deliveryreporter.h"
#include "client/draftstore.h"
#include "client/messagelistmodel.h"
#include "client/readingstate.h"
#include "client/typingwatch.h"
#include "widgets/readingwatch.h"
#include "widgets/threadloader.h"

#include <QObject>

namespace ventanilla {

class ChatSession;
class ConversationPane;
class Notifier;

/// Everything that belongs to one signed-in user: the thread, what is sent in it, and what of it is
/// unread. Outlives a refused token; another user gets another one.
class ChatController : public QObject
{
    Q_OBJECT

public:
    /// All of it must outlive the controller; the session knows who is signed in. `draftsPath` is this
    /// person's.
    ChatController(ChatSession &session, HttpApi &api, const QString &draftsPath, ConversationPane &pane,
                   Notifier &notifier, QObject *parent = nullptr);
    ~ChatController() override;

signals:
    /// The server does not take the token any more.
    void tokenRefused();

private:
    void connectSession();
    void connectCatchUp();
    void connectPane();
    void connectLoader();
    void loadStanding();
    void takeStanding(const OwnThread &standing);
    void take(const QList<Message> &messages);
    void take(const ReadCursor &cursor);
    void take(const Delivery &delivery);
    void onUnreadChanged();
    void readIfSeen();
    /// Puts the line "new messages" above the first unread one.
    void markUnread();
    void showFirstUnread();
    void describe();
    void onEdited();
    void keepDraft();
    void send(const QString &text);

    ChatSession &m_session;
    HttpApi &m_api;
    ConversationPane &m_pane;
    Notifier &m_notifier;
    const QString m_self;
    CatchUp m_catchUp;
    DeliveryReporter m_deliveries;
    TypingWatch m_typing;
    DraftStore m_drafts;
    MessageListModel m_model;
    ThreadLoader m_loader;
    ReadingWatch m_watch;
    ReadingState m_reading;
    QTimer m_standingTimer;
    /// Whether the server has said where the user stands, since everything was loaded.
    bool m_standingKnown = false;
    bool m_marked = false;
};

} // namespace ventanilla
