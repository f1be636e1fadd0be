#include "admin-client/threadcache.h"

#include "client/chatsession.h"

namespace ventanilla {

namespace {

constexpr qsizetype mostKept = 24;

} // namespace

ThreadCache::ThreadCache(ChatSession &session, HttpApi &api, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_api(api)
{
    connect(&session, &ChatSession::ready, this, &ThreadCache::onReady);
    connect(&session, &ChatSession::messageArrived, this, &ThreadCache::onMessage);
    connect(&session, &ChatSession::outgoingChanged, this, &ThreadCache::onOutgoing);
    connect(&session, &ChatSession::outgoingDiscarded, this, [this](const QString &key) {
        for (const auto &[user, thread] : m_threads)
            thread.model->discard(key);
    });
}

ThreadCache::~ThreadCache() = default;

ThreadLoader *ThreadCache::thread(const QString &user)
{
    m_order.removeOne(user);
    m_order.append(user);
    if (ThreadLoader *known = find(user))
        return known;
    Thread fresh;
    fresh.model = std::make_unique<MessageListModel>(m_session.self().username, user);
    fresh.loader = std::make_unique<ThreadLoader>(
        fresh.model.get(), [this, user](const HistoryQuery &query, QObject *context, auto answer) {
            m_api.history(user, query, context, std::move(answer));
        });
    for (const OutgoingMessage &message : m_session.outgoing()) {
        if (message.to == user)
            fresh.model->merge(message);
    }
    ThreadLoader *loader = fresh.loader.get();
    m_threads.emplace(user, std::move(fresh));
    dropOldest();
    return loader;
}

ThreadLoader *ThreadCache::find(const QString &user) const
{
    const auto known = m_threads.find(user);
    return known != m_threads.end() ? known->second.loader.get() : nullptr;
}

void ThreadCache::dropOldest()
{
    while (m_order.size() > mostKept)
        m_threads.erase(m_order.takeFirst());
}

void ThreadCache::onReady(const Ready &ready)
{
    const bool another = m_serverHistory.isAnother(ready);
    for (const auto &[user, thread] : m_threads) {
        if (another)
            thread.loader->forget();
        else
            thread.loader->markStale();
    }
    emit staled();
}

void ThreadCache::onMessage(const Message &message)
{
    if (ThreadLoader *known = find(message.conversation))
        known->take(message);
}

void ThreadCache::onOutgoing(const OutgoingMessage &message)
{
    if (const ThreadLoader *known = find(message.to))
        known->model()->merge(message);
}

} // namespace ventanilla
