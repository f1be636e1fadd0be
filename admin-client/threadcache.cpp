#include "admin-client/threadcache.h"

#include "client/catchup.h"
#include "client/chatsession.h"
#include "client/deliveryreporter.h"

namespace ventanilla {

namespace {

constexpr qsizetype mostKept = 24;

} // namespace

ThreadCache::ThreadCache(ChatSession &session, HttpApi &api, CatchUp &catchUp, DeliveryReporter &deliveries,
                         QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_api(api)
    , m_catchUp(catchUp)
    , m_deliveries(deliveries)
    , m_unnumbered(session.self().username)
{
    listen();
}

void ThreadCache::listen()
{
    connect(&m_catchUp, &CatchUp::reloadNeeded, this, [this] {
        m_unnumbered.clear();
        for (const auto &[user, thread] : m_threads)
            thread.loader->forget();
        emit forgotten();
    });
    connect(&m_catchUp, &CatchUp::missed, this, &ThreadCache::onMissed);
    connect(&m_catchUp, &CatchUp::becameCurrent, this, [this] { setCaughtUp(true); });
    connect(&m_session, &ChatSession::statusChanged, this, [this](const ConnectionStatus &status) {
        if (status.state != ConnectionState::Connected)
            setCaughtUp(false);
    });
    connect(&m_session, &ChatSession::tokenRenewed, this, [this] {
        for (const auto &[user, thread] : m_threads)
            thread.loader->retry();
    });
    connect(&m_session, &ChatSession::messageArrived, this,
            [this](const Message &message) { take(message.conversation, {message}); });
    connect(&m_session, &ChatSession::outgoingChanged, this, &ThreadCache::onOutgoing);
    connect(&m_session, &ChatSession::outgoingDiscarded, this, [this](const QString &key) {
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
    ThreadLoader *loader = make(user);
    dropOldest();
    return loader;
}

ThreadLoader *ThreadCache::make(const QString &user)
{
    Thread fresh;
    fresh.model = std::make_unique<MessageListModel>(m_session.self().username, user);
    fresh.loader = std::make_unique<ThreadLoader>(
        fresh.model.get(), [this, user](const HistoryQuery &query, QObject *context, auto answer) {
            m_api.history(user, query, context, std::move(answer));
        });
    m_unnumbered.mergeInto(*fresh.model);
    for (const OutgoingMessage &message : m_session.outgoing()) {
        if (message.to == user)
            fresh.model->merge(message);
    }
    ThreadLoader *loader = fresh.loader.get();
    loader->setCaughtUp(m_catchUp.isCurrent());
    connect(loader, &ThreadLoader::loaded, this, [this, user, loader] {
        m_deliveries.note(user, loader->model()->newestIncomingId().value_or(0));
    });
    m_threads.emplace(user, std::move(fresh));
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

void ThreadCache::setCaughtUp(bool caughtUp)
{
    for (const auto &[user, thread] : m_threads)
        thread.loader->setCaughtUp(caughtUp);
}

void ThreadCache::onMissed(const SyncPage &page)
{
    QHash<QString, QList<Message>> byConversation;
    for (const Message &message : page.messages)
        byConversation[message.conversation].append(message);
    for (auto messages = byConversation.cbegin(); messages != byConversation.cend(); ++messages)
        take(messages.key(), *messages);
}

/// These have come to this client, whether or not their thread is among those that are kept.
void ThreadCache::take(const QString &user, const QList<Message> &messages)
{
    for (const Message &message : messages) {
        m_unnumbered.take(message);
        if (message.from == user)
            m_deliveries.note(user, message.id.value_or(0));
    }
    if (ThreadLoader *known = find(user))
        known->take(messages);
}

void ThreadCache::onOutgoing(const OutgoingMessage &message)
{
    m_unnumbered.take(message);
    if (const ThreadLoader *known = find(message.to))
        known->model()->merge(message);
}

} // namespace ventanilla
