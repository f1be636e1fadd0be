#include "widgets/threadloader.h"

#include "client/messagelistmodel.h"

#include <QRandomGenerator>

#include <algorithm>
#include <chrono>

namespace ventanilla {

namespace {

constexpr int pageSize = 50;
constexpr int missedPageSize = 500;

qint64 newestIn(const QList<Message> &messages)
{
    qint64 newest = 0;
    for (const Message &message : messages)
        newest = qMax(newest, message.id.value_or(0));
    return newest;
}

} // namespace

ThreadLoader::ThreadLoader(MessageListModel *model, Fetch fetch, QObject *parent)
    : ThreadLoader(model, std::move(fetch),
                   ReconnectPolicy([] { return QRandomGenerator::global()->generateDouble(); }), parent)
{
}

ThreadLoader::ThreadLoader(MessageListModel *model, Fetch fetch, ReconnectPolicy policy, QObject *parent)
    : QObject(parent)
    , m_model(model)
    , m_fetch(std::move(fetch))
    , m_policy(std::move(policy))
    , m_retryTimer(this)
{
    m_retryTimer.setSingleShot(true);
    connect(&m_retryTimer, &QTimer::timeout, this, &ThreadLoader::refresh);
}

void ThreadLoader::refresh()
{
    if (!m_stale || m_refreshing)
        return;
    m_refreshing = true;
    m_retryTimer.stop();
    if (m_syncedUpTo)
        fetchMissed();
    else
        fetchNewest();
}

void ThreadLoader::fetchNewest()
{
    setHistory(MessageListView::History::Loading);
    HistoryQuery query;
    query.limit = pageSize;
    ask(query, [this](const QList<Message> &messages) { onNewest(messages); });
}

void ThreadLoader::onNewest(const QList<Message> &messages)
{
    m_refreshing = false;
    m_syncedUpTo = newestIn(messages);
    m_model->merge(messages);
    setHistory(messages.size() < pageSize ? MessageListView::History::Complete
                                          : MessageListView::History::More);
    // Who hears of it finds the reader's place, and only then can anything count as read.
    emit loaded();
    becomeCurrent();
}

void ThreadLoader::fetchMissed()
{
    HistoryQuery query;
    query.limit = missedPageSize;
    query.after = m_syncedUpTo;
    ask(query, [this](const QList<Message> &messages) { onMissed(messages); });
}

void ThreadLoader::onMissed(const QList<Message> &messages)
{
    m_syncedUpTo = qMax(*m_syncedUpTo, newestIn(messages));
    m_model->merge(messages);
    if (messages.size() >= missedPageSize)
        return fetchMissed();
    m_refreshing = false;
    becomeCurrent();
}

void ThreadLoader::becomeCurrent()
{
    m_stale = false;
    m_policy.reset();
    emit becameCurrent();
}

void ThreadLoader::loadOlder()
{
    using History = MessageListView::History;
    const auto oldest = m_model->oldestId();
    if (m_history != History::More && m_history != History::Failed)
        return;
    if (!m_syncedUpTo || !oldest)
        return refresh();
    setHistory(History::Loading);
    HistoryQuery query;
    query.limit = pageSize;
    query.before = oldest;
    ask(query, [this](const QList<Message> &messages) { onOlder(messages); });
}

void ThreadLoader::onOlder(const QList<Message> &messages)
{
    // First the state: the view asks for the next page as soon as it has this one.
    m_history =
        messages.size() < pageSize ? MessageListView::History::Complete : MessageListView::History::More;
    m_model->merge(messages);
    emit historyChanged(m_history);
}

void ThreadLoader::markStale()
{
    ++m_generation;
    m_retryTimer.stop();
    m_policy.reset();
    m_refreshing = false;
    m_stale = true;
    if (m_history == MessageListView::History::Loading) {
        setHistory(m_syncedUpTo ? MessageListView::History::More : MessageListView::History::Unknown);
    }
}

void ThreadLoader::forget()
{
    markStale();
    m_syncedUpTo.reset();
    setHistory(MessageListView::History::Unknown);
    m_model->clearHistory();
}

void ThreadLoader::take(const Message &live)
{
    // While something before it may be missing, its number says nothing about what is there.
    if (!m_stale && live.id)
        m_syncedUpTo = qMax(*m_syncedUpTo, *live.id);
    m_model->merge(QList<Message> {live});
}

void ThreadLoader::ask(const HistoryQuery &query, std::function<void(const QList<Message> &)> take)
{
    m_fetch(query, this,
            [this, query, generation = m_generation,
             take = std::move(take)](const Result<QList<Message>, ApiError> &answer) {
                if (generation != m_generation)
                    return;
                if (answer)
                    take(*answer);
                else
                    onFailed(query, answer.error());
            });
}

void ThreadLoader::onFailed(const HistoryQuery &query, const ApiError &error)
{
    // The caption above the first row tells of the first page and of older ones.
    if (!query.after)
        setHistory(MessageListView::History::Failed);
    if (!query.before)
        retryLater(error);
    emit failed(error);
}

void ThreadLoader::retryLater(const ApiError &error)
{
    m_refreshing = false;
    if (error.isTokenProblem())
        return;
    const qint64 delayMs = std::max(m_policy.nextDelayMs(), error.retryAfterMs.value_or(0));
    m_retryTimer.start(std::chrono::milliseconds(delayMs));
}

void ThreadLoader::setHistory(MessageListView::History history)
{
    if (m_history == history)
        return;
    m_history = history;
    emit historyChanged(history);
}

} // namespace ventanilla
