#pragma once

#include "chat/broadcaster.h"
#include "chat/deliveredcursor.h"
#include "chat/session.h"
#include "core/counters.h"
#include "protocol/marks.h"
#include "storage/chatstore.h"

#include <functional>

namespace ventanilla {

/// Who has read and got what: stored first, then told to whom it concerns, in the order of the
/// commits (PROTOCOL.md, New events). An end user is told of the staff as of one, which never goes
/// back. Lives on the network's thread; what it is given must outlive it.
class ReadService
{
public:
    template<typename T>
    using Answer = std::function<void(Result<T, WireError>)>;

    ReadService(ChatStore &store, Broadcaster &broadcaster, DeliveredCursor &cursor, Counters &counters);

    /// The session's account has read up to a message. Answers with its cursor as it is then.
    void read(const Session &session, const ReadRequest &request, const Answer<ReadCursor> &answer);
    /// Staff only: what follows a message is unread again.
    void markUnread(const Session &session, const MarkRequest &request, const Answer<ReadCursor> &answer);
    /// A client of the session's account has a conversation up to a message.
    void delivered(const Session &session, const MarkRequest &request, const Answer<Delivery> &answer);

private:
    void onRead(const QString &sessionId, Role role, const Result<ReadChange, StoreError> &change,
                const Answer<ReadCursor> &answer);
    void onDelivered(const QString &sessionId, Role role, const Result<DeliveryChange, StoreError> &change,
                     const Answer<Delivery> &answer);

    ChatStore &m_store;
    Broadcaster &m_broadcaster;
    DeliveredCursor &m_cursor;
    Counter &m_marks;
};

} // namespace ventanilla
