#pragma once

#include "auth/accesspolicy.h"
#include "auth/accountdirectory.h"
#include "chat/broadcaster.h"
#include "chat/deliveredcursor.h"
#include "chat/session.h"
#include "core/clock.h"
#include "core/counters.h"
#include "protocol/events.h"

#include <QHash>

#include <deque>
#include <functional>

namespace ventanilla {

struct MessagePolicy {
    /// Whether an end user may write to another (the original's behaviour).
    bool usersMayWriteToUsers = false;
};

/// The message path: who may write to whom, stored first, then delivered, then acknowledged, all in
/// the order of commit (PROTOCOL.md, Events, Routing). Lives on the network's thread; what it is
/// given must outlive it.
class MessageService
{
public:
    using Answer = std::function<void(Result<SendAck, WireError>)>;

    MessageService(ChatStore &store, AccountDirectory &accounts, Broadcaster &broadcaster,
                   DeliveredCursor &cursor, const Clock &clock, Counters &counters, MessagePolicy policy);

    /// Messages of one session keep their order, whoever they are for.
    void send(const Session &session, const PrivateMessage &message, Answer answer);

private:
    /// A sender, kept while the recipient is looked up; the session may be gone by then.
    struct Origin {
        QString sessionId;
        QString username;
        QString displayName;
        Role role;
    };

    struct Waiting {
        Origin origin;
        PrivateMessage message;
        Answer answer;
    };

    void resolveNext(QString sessionId);
    void finishFirst(const QString &sessionId, const Result<std::optional<Account>, StoreError> &recipient);
    void route(const Origin &origin, const PrivateMessage &message, const std::optional<Account> &recipient,
               const Answer &answer);
    void onStored(const Origin &origin, const Result<StoredMessage, StoreError> &outcome,
                  const Answer &answer);
    void onRefused(const StoreError &error, const Answer &answer);
    void deliver(const Origin &origin, const Message &message);
    void confirm(const Message &message);
    static Result<SendAck, WireError> acknowledgementOf(const StoredMessage &stored);

    ChatStore &m_store;
    AccountDirectory &m_accounts;
    Broadcaster &m_broadcaster;
    DeliveredCursor &m_cursor;
    const Clock &m_clock;
    const MessagePolicy m_policy;
    Counter &m_delivered;
    Counter &m_deliveredUnstored;
    Counter &m_refused;
    /// By session: what was sent and not routed yet, because an earlier one's recipient is being
    /// looked up.
    QHash<QString, std::deque<Waiting>> m_waiting;
};

} // namespace ventanilla
