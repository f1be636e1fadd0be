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

/// Brings the history of one thread into its model: the newest page first, older ones when asked. What
/// comes later, live or missed in a break of the connection, it is given. Answers to what is no longer
/// asked are dropped. The newest page is asked for again until it is there or the token is refused;
/// older ones are the reader's to ask for.
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
    /// Whether nothing is missing at the newest end.
    bool isCurrent() const { return m_loaded && m_caughtUp; }

    /// Gets the newest page, if it is not there yet. It is large enough for so many unread messages and
    /// a few before them, if the server gives as many at once; a smaller one that is there or under way
    /// is asked for anew.
    void load(qint64 unread = 0);
    void loadOlder();
    /// Gets the newest page now, if that has failed before: the connection is back, or the token is
    /// another one.
    void retry();
    /// Whether the connection gives everything that comes, and all that was missed has been given.
    void setCaughtUp(bool caughtUp);
    /// What was stored is no longer true (another database): everything is to be loaded again.
    void forget();
    /// Messages of this thread that came, in any order and as often as they come.
    void take(const QList<Message> &messages);

signals:
    void historyChanged(ventanilla::MessageListView::History history);
    /// The newest page is there.
    void loaded();
    /// Nothing is missing at the newest end any more.
    void becameCurrent();
    void failed(const ventanilla::ApiError &error);

private:
    void askForNewest();
    void onNewest(const QList<Message> &messages);
    void onOlder(const QList<Message> &messages);
    void ask(const HistoryQuery &query, std::function<void(const QList<Message> &)> take);
    void mergePage(const QList<Message> &page, bool complete);
    void onFailed(const HistoryQuery &query, const ApiError &error);
    void retryLater(const ApiError &error);
    void setHistory(MessageListView::History history);

    MessageListModel *m_model;
    Fetch m_fetch;
    ReconnectPolicy m_policy;
    QTimer m_retryTimer;
    MessageListView::History m_history = MessageListView::History::Unknown;
    int m_newestPageSize = 0;
    /// What is older comes with the next page.
    std::optional<qint64> m_oldestFetched;
    bool m_loaded = false;
    bool m_loading = false;
    bool m_caughtUp = false;
    /// Grows whenever what is under way is no longer wanted.
    int m_generation = 0;
};

} // namespace ventanilla
