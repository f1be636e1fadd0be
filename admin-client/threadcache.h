#pragma once

#include "client/messagelistmodel.h"
#include "widgets/serverhistory.h"
#include "widgets/threadloader.h"

#include <QObject>
#include <QStringList>

#include <map>
#include <memory>

namespace ventanilla {

class ChatSession;

/// Keeps the threads that were opened last, with what is being sent in them, and keeps them true:
/// live messages and the states of sent ones go to their thread whether or not it is on screen.
class ThreadCache : public QObject
{
    Q_OBJECT

public:
    /// `session` and `api` must outlive the cache.
    ThreadCache(ChatSession &session, HttpApi &api, QObject *parent = nullptr);
    ~ThreadCache() override;

    /// The thread of this conversation, made if it is not there. Stays valid while it is among the
    /// last few that were asked for.
    ThreadLoader *thread(const QString &user);
    /// Null if it is not there.
    ThreadLoader *find(const QString &user) const;

signals:
    /// What was missed in the break can be fetched now.
    void staled();

private:
    struct Thread {
        std::unique_ptr<MessageListModel> model;
        std::unique_ptr<ThreadLoader> loader;
    };

    void onReady(const Ready &ready);
    void onMessage(const Message &message);
    void onOutgoing(const OutgoingMessage &message);
    void dropOldest();

    ChatSession &m_session;
    HttpApi &m_api;
    ServerHistory m_serverHistory;
    std::map<QString, Thread> m_threads;
    /// The last used one at the end.
    QStringList m_order;
};

} // namespace ventanilla
