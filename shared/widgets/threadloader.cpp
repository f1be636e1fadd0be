#include "widgets/threadloader.h"

#include "client/messagelistmodel.h"

#include <QRandomGenerator>

#include <algorithm>
#include <chrono>

namespace ventanilla {

namespace {

constexpr int pageSize = 50;
constexpr int largestPage = 500;
constexpr int beforeUnread = 20;

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
    connect(&m_retryTimer, &QTimer::timeout, this, &ThreadLoader::askForNewest);
}

void ThreadLoader::load(qint64 unread)
{
    const qint64 wanted = unread + beforeUnread;
    const int size = wanted > pageSize && wanted <= largestPage ? static_cast<int>(wanted) : pageSize;
    if (m_loading && size <= m_newestPageSize)
        return;
    if (m_loaded && (m_history == MessageListView::History::Complete || size <= m_model->rowCount()))
        return;
    ++m_generation;
    m_newestPageSize = std::max(m_newestPageSize, size);
    askForNewest();
}

void ThreadLoader::askForNewest()
{
    m_loading = true;
    m_retryTimer.stop();
    setHistory(MessageListView::History::Loading);
    HistoryQuery query;
    query.limit = m_newestPageSize;
    ask(query, [this](const QList<Message> &messages) { onNewest(messages); });
}

void ThreadLoader::onNewest(const QList<Message> &messages)
{
    m_policy.reset();
    const bool complete = messages.size() < m_newestPageSize;
    mergePage(messages, complete);
    setHistory(complete ? MessageListView::History::Complete : MessageListView::History::More);
    // Who hears of it finds the reader's place, and only then can anything count as read.
    emit loaded();
    m_loading = false;
    m_loaded = true;
    if (isCurrent())
        emit becameCurrent();
}

void ThreadLoader::loadOlder()
{
    using History = MessageListView::History;
    if (m_history != History::More && m_history != History::Failed)
        return;
    if (!m_loaded || !m_oldestFetched)
        return load();
    setHistory(History::Loading);
    HistoryQuery query;
    query.limit = pageSize;
    query.before = m_oldestFetched;
    ask(query, [this](const QList<Message> &messages) { onOlder(messages); });
}

void ThreadLoader::onOlder(const QList<Message> &messages)
{
    const bool complete = messages.size() < pageSize;
    // First the state: the view asks for the next page as soon as it has this one.
    m_history = complete ? MessageListView::History::Complete : MessageListView::History::More;
    mergePage(messages, complete);
    emit historyChanged(m_history);
}

void ThreadLoader::mergePage(const QList<Message> &page, bool complete)
{
    const std::optional<qint64> first = page.isEmpty() ? std::nullopt : page.first().id;
    if (first)
        m_oldestFetched = std::min(*first, m_oldestFetched.value_or(*first));
    m_model->mergePage(page, complete ? 1 : m_oldestFetched.value_or(1));
}

void ThreadLoader::setCaughtUp(bool caughtUp)
{
    const bool was = isCurrent();
    m_caughtUp = caughtUp;
    if (caughtUp)
        retry();
    if (isCurrent() && !was)
        emit becameCurrent();
}

void ThreadLoader::retry()
{
    if (m_history == MessageListView::History::Failed && !m_loaded)
        load();
}

void ThreadLoader::forget()
{
    ++m_generation;
    m_retryTimer.stop();
    m_policy.reset();
    m_newestPageSize = 0;
    m_oldestFetched.reset();
    m_loaded = false;
    m_loading = false;
    setHistory(MessageListView::History::Unknown);
    m_model->clearHistory();
}

void ThreadLoader::take(const QList<Message> &messages)
{
    m_model->merge(messages);
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
    setHistory(MessageListView::History::Failed);
    if (!query.before)
        retryLater(error);
    emit failed(error);
}

void ThreadLoader::retryLater(const ApiError &error)
{
    m_loading = false;
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
