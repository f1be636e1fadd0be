#pragma once

#include "client/reconnectpolicy.h"
#include "protocol/syncpage.h"

#include <QObject>
#include <QTimer>

#include <optional>

namespace ventanilla {

class ChatSession;
class HttpApi;
struct ApiError;
struct OutgoingMessage;
struct Ready;

/// Closes every gap between what a person's models know and what the server has, by one number: what
/// has a higher one than the cursor is fetched after each break in the connection, and what comes live
/// moves the cursor on (PROTOCOL.md, Identity and order). Models take the same thing twice without harm,
/// so they may also listen to the session. Keeps no message. Lives on the session's thread.
class CatchUp : public QObject
{
    Q_OBJECT

public:
    /// Both must outlive it. To be made before the first connection is ready.
    CatchUp(ChatSession &session, HttpApi &api, QObject *parent = nullptr);
    /// For tests: the same with other waiting times.
    CatchUp(ChatSession &session, HttpApi &api, ReconnectPolicy policy, QObject *parent = nullptr);

    /// Whether nothing that the server has told to anybody is missing here.
    bool isCurrent() const { return m_current; }

signals:
    /// Nothing of what is known holds any more, or too much was missed: everything is to be loaded
    /// anew. Also the first time, when nothing is known.
    void reloadNeeded();
    /// The connection was lost and is back; what was missed comes now.
    void started();
    /// What was missed, a part at a time, in order.
    void missed(const ventanilla::SyncPage &page);
    /// Nothing is missing any more.
    void becameCurrent();
    void failed(const ventanilla::ApiError &error);

private:
    void listen(ChatSession &session);
    void onReady(const Ready &ready);
    void onOutgoing(const OutgoingMessage &message);
    void noteLive(qint64 number);
    void fetch();
    void onPage(const SyncPage &page);
    void onFailed(const ApiError &error);
    void finish();

    ChatSession &m_session;
    HttpApi &m_api;
    ReconnectPolicy m_policy;
    QTimer m_retryTimer;
    QString m_epoch;
    /// Nothing up to this number is missing; no number before the first connection.
    std::optional<qint64> m_cursor;
    /// The highest number that came over this connection.
    qint64 m_newestLive = 0;
    /// What the server had handed out when this connection began.
    qint64 m_target = 0;
    bool m_current = false;
    /// Grows with each connection; answers that belong to an earlier one are dropped.
    int m_generation = 0;
};

} // namespace ventanilla
