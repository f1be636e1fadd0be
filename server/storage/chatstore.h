#pragma once

#include "core/result.h"
#include "protocol/conversation.h"
#include "storage/records.h"

#include <functional>

namespace ventanilla {

struct StoreError {
    enum class Kind {
        /// The database could not do it now: locked, full, gone.
        Unavailable,
        /// More is waiting to be stored than may wait: try again later.
        Overloaded,
        /// It is there already, under the same name or key, with other content.
        Conflict,
        NotFound,
        /// A request that cannot be right, such as a forged page mark.
        BadRequest,
        /// The database will never take it, for what it is.
        Refused,
    };

    Kind kind = Kind::Unavailable;
    /// For the log.
    QString message;
};

/// What the chat needs from a database, without saying which. All calls return at once; the answer
/// comes later on the network's thread, exactly once, unless the store is destroyed first.
class ChatStore
{
public:
    template<typename T>
    using Answer = std::function<void(Result<T, StoreError>)>;

    virtual ~ChatStore() = default;

    /// Messages are stored in the order of the calls, gathered into as few commits as they come.
    /// The answers come in the order of the ids, and so do those of the marks below. A failing
    /// database is no error: StoredMessage says who keeps the message. Conflict if the key stands for
    /// another message of this sender.
    virtual void storeMessage(const NewMessage &message, Answer<StoredMessage> answer) = 0;
    /// Told of each message that was answered without an id and has one now, in the order of the ids.
    virtual void onConfirmed(std::function<void(const Message &)> told) = 0;

    /// NotFound if there is no such conversation; Unavailable while the database fails.
    virtual void markRead(const Reader &reader, const ReadRequest &request, Answer<ReadChange> answer) = 0;
    virtual void markUnread(const Reader &reader, const MarkRequest &request, Answer<ReadChange> answer) = 0;
    virtual void markDelivered(const Reader &recipient, const MarkRequest &request,
                               Answer<DeliveryChange> answer) = 0;

    /// Oldest first. One row more than the range's limit is never returned.
    virtual void messages(const MessageQuery &query, Answer<QList<Message>> answer) = 0;
    virtual void conversations(const ConversationQuery &query, Answer<ConversationPage> answer) = 0;
    /// As one state of the database, whatever is written meanwhile. If the number is above the last one
    /// that was handed out, nothing, and that last one as the cursor.
    virtual void synchronize(const SyncQuery &query, Answer<SyncPage> answer) = 0;
    /// Zeros for an end user who has no messages.
    virtual void ownThread(const QString &user, Answer<OwnThread> answer) = 0;
    /// Names of the accounts with role user that have messages, sorted.
    virtual void conversationUsers(Answer<QStringList> answer) = 0;

    /// By name without regard to case; deleted accounts too.
    virtual void findAccount(const QString &username, Answer<std::optional<AccountWithHash>> answer) = 0;
    /// Conflict if the name is taken.
    virtual void createAccount(const NewAccount &account, Answer<Account> answer) = 0;
    /// What any process changed after the change with this number.
    virtual void accountChanges(qint64 after, Answer<AccountChanges> answer) = 0;

    virtual void revokeToken(const RevokedToken &token, Answer<Done> answer) = 0;
};

} // namespace ventanilla
