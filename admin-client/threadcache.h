#pragma once

#include "client/messagelistmodel.h"
#include "client/unnumberedmessages.h"
#include "widgets/threadloader.h"

#include <QObject>
#include <QStringList>

#include <map>
#include <memory>

namespace ventanilla {

class CatchUp;
class ChatSession;
class DeliveryReporter;
struct SyncPage;

/// Keeps the threads that were opened last, with what is being sent in them, and keeps them true:
/// live messages and the states of sent ones go to their thread whether or not it is on screen.
class ThreadCache : public QObject
{
    Q_OBJECT

public:
    /// All of it must outlive the cache.
    ThreadCache(ChatSession &session, HttpApi &api, CatchUp &catchUp, DeliveryReporter &deliveries,
                QObject *parent = nullptr);
    ~ThreadCache() override;

    /// The thread of this conversation, made if it is not there. Stays valid while it is among the
    /// last few that were asked for.
    ThreadLoader *thread(const QString &user);
    /// Null if it is not there.
    ThreadLoader *find(const QString &user) const;

signals:
    /// What was known is void; what is on screen is to be loaded again.
    void forgotten();

private:
    struct Thread {
        std::unique_ptr<MessageListModel> model;
        std::unique_ptr<ThreadLoader> loader;
    };

    void listen();
    ThreadLoader *make(const QString &user);
    void setCaughtUp(bool caughtUp);
    void onMissed(const SyncPage &page);
    void take(const QString &user, const QList<Message> &messages);
    void onOutgoing(const OutgoingMessage &message);
    void dropOldest();

    ChatSession &m_session;
    HttpApi &m_api;
    CatchUp &m_catchUp;
    DeliveryReporter &m_deliveries;
    UnnumberedMessages m_unnumbered;
    std::map<QString, Thread> m_threads;
    /// The last used one at the end.
    QStringList m_order;
};

} // namespace ventanilla
