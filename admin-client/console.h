#pragma once

#include "admin-client/conversationlistcontroller.h"
#include "admin-client/navigation.h"
#include "admin-client/readingcontroller.h"
#include "admin-client/threadcache.h"
#include "admin-client/threadcontroller.h"
#include "admin-client/writingcontroller.h"
#include "client/catchup.h"
#include "client/conversationlistmodel.h"
#include "client/deliveryreporter.h"
#include "client/draftstore.h"
#include "client/presencebook.h"
#include "client/typingwatch.h"

#include <QObject>

namespace ventanilla {

class MainWindow;
class Notifier;

/// Everything that belongs to one signed-in agent: the models with their threads and drafts, and
/// the controllers between them and the window. Wires only. Outlives a refused token; another agent
/// gets another one.
class Console : public QObject
{
    Q_OBJECT

public:
    /// All of it must outlive the console; the session knows who is signed in. `draftsPath` is this
    /// person's.
    Console(ChatSession &session, HttpApi &api, const QString &draftsPath, MainWindow &window,
            Notifier &notifier, QObject *parent = nullptr);
    ~Console() override;

signals:
    /// The server does not take the token any more.
    void tokenRefused();

private:
    void connectList();
    void connectSession(ChatSession &session);
    void step(Direction direction, bool unreadOnly);
    void showListState(ConversationListController::State state);

    MainWindow &m_window;
    Notifier &m_notifier;
    CatchUp m_catchUp;
    DeliveryReporter m_deliveries;
    PresenceBook m_presence;
    TypingWatch m_typing;
    DraftStore m_drafts;
    ConversationListModel m_conversations;
    ThreadCache m_threads;
    ConversationListController m_list;
    ThreadController m_thread;
    ReadingController m_reading;
    WritingController m_writing;
};

} // namespace ventanilla
