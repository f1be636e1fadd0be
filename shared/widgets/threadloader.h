#pragma once

#include "client/httpapi.h"
#include "client/reconnectpolicy.h"
#include "widgets/messagelistview.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <optional>

namespace ventanilla {

class MessageListModel;

/// Brings the history of one thread into its model: the newest page first, older ones when asked,
/// and after a break in the connection everything that was missed. Answers to what is no longer
/// asked are dropped. What is missing at the newest end is asked for again until it is there or the
/// token is refused; older pages are the reader's to ask for.
class ThreadLoader : public QObject
{
    Q_OBJECT

public:
    using Fetch = std::function<void(const HistoryQuery &, QObject *, HttpApi::Answer<QList<Message>>)>;

    /// `model` must outlive the loader. `fetch` asks the server for a part of this thread.
    ThreadLoader(MessageListModel *model, Fetch fetch, QObject *parent = nullptr);
    /// For tests: the same with other waiting times.
    ThreadLoader(MessageListModel *model, Fetch fetch, ReconnectPolicy policy, QObject *parent = nullptr);

    MessageListModel *model() const { return m_model; }
    MessageListView::History history() const { return m_history; }
    bool hasLoaded() const { return m_syncedUpTo.has_value(); }
    /// Whether nothing is known to be missing at the newest end.
    bool isCurrent() const { return !m_stale; }

    /// Gets the newest page the first time, later what came since. Does nothing if nothing can have
    /// been missed.
    void refresh();
    void loadOlder();
    /// From now on something may have been missed: to be called whenever a connection is ready,
    /// before the messages that come over it.
    void markStale();
    /// What was stored is no longer true (another database): everything is to be loaded again.
    void forget();
    void take(const Message &live);

signals:
    void historyChanged(ventanilla::MessageListView::History history);
    /// The newest page is there, for the first time.
    void loaded();
    /// Nothing is missing at the newest end any more.
    void becameCurrent();
    void failed(const ventanilla::ApiError &error);

private:
    void fetchNewest();
    void fetchMissed();
    void onNewest(const QList<Message> &messages);
    void onMissed(const QList<Message> &messages);
    void onOlder(const QList<Message> &messages);
    void ask(const HistoryQuery &query, std::function<void(const QList<Message> &)> take);
    void onFailed(const HistoryQuery &query, const ApiError &error);
    void retryLater(const ApiError &error);
    void becomeCurrent();
    void setHistory(MessageListView::History history);

    MessageListModel *m_model;
    Fetch m_fetch;
    ReconnectPolicy m_policy;
    QTimer m_retryTimer;
    MessageListView::History m_history = MessageListView::History::Unknown;
    /// All messages up to this id are in the model, as far as they are not older than its oldest.
    std::optional<qint64> m_syncedUpTo;
    bool m_stale = true;
    bool m_refreshing = false;
    /// Grows whenever what is under way is no longer wanted.
    int m_generation = 0;
};

} // namespace ventanilla
