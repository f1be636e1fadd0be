#pragma once

#include "protocol/marks.h"
#include "protocol/message.h"
#include "protocol/role.h"
#include "protocol/syncpage.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <limits>
#include <optional>

namespace ventanilla {

enum class AccountState {
    Active,
    /// Cannot sign in; the name and the history stay.
    Disabled,
    /// As disabled, and unknown to others. The name stays taken.
    Deleted,
};

/// An account as the rest of the server knows it: without its password hash.
struct Account {
    QString username;
    QString displayName;
    Role role = Role::User;
    AccountState state = AccountState::Active;
    /// Tokens issued before this are invalid; seconds since 1970.
    qint64 validFrom = 0;

    friend bool operator==(const Account &, const Account &) = default;
};

struct AccountWithHash {
    Account account;
    /// crypt(3) format; empty for an account that cannot sign in with a password.
    QByteArray passwordHash;
};

struct NewAccount {
    QString username;
    QString displayName;
    Role role = Role::User;
    QByteArray passwordHash;
};

/// Accounts that changed, and the number to ask with next time.
struct AccountChanges {
    QList<Account> accounts;
    qint64 upTo = 0;
};

/// A message on its way into the database; the database gives the id.
struct NewMessage {
    QString from;
    QString fromName;
    QString to;
    QString text;
    qint64 sentAtMs = 0;
    QString key;
    QString conversation;
    /// Whether support staff wrote it, which answers the conversation.
    bool fromStaff = false;

    friend bool operator==(const NewMessage &, const NewMessage &) = default;
};

/// What became of a message that was to be stored.
struct StoredMessage {
    enum class Kept {
        InDatabase,
        /// The database did not take it; it is on the disk, and will get its id.
        InSpool,
        /// Nobody has it: neither the database nor the spool took it.
        Nowhere,
    };

    /// With an id if it is in the database.
    Message message;
    /// The same sender had sent the same content under the same key before: nothing was stored now.
    bool repeated = false;
    Kept kept = Kept::InDatabase;
    /// It was delivered before, when nobody could keep it, and is kept only now.
    bool deliveredBefore = false;
};

/// Which messages of a history to read. Both bounds are exclusive.
struct MessageRange {
    std::optional<qint64> before;
    std::optional<qint64> after;
    /// With `after` the oldest this many, else the newest.
    qint64 limit = 0;
    /// Reading stops at the row with which the texts reach this many UTF-16 units.
    qint64 mostText = std::numeric_limits<qint64>::max();
};

struct MessageQuery {
    enum class Scope {
        /// The thread of this end user.
        Thread,
        /// That, and what others sent to this end user outside it.
        ThreadAndAddressed,
        /// What this account wrote or was sent, in whatever thread.
        WrittenOrAddressed,
        /// All threads, for staff that catches up.
        Everything,
    };

    Scope scope = Scope::Thread;
    QString username;
    MessageRange range;
};

enum class ConversationOrder { Recent, LongestWaiting, Created };

/// Which conversations; all of what is said must hold.
struct ConversationFilter {
    /// Assigned to who asks.
    bool own = false;
    bool unassigned = false;
    bool unread = false;
    bool open = false;
    bool closed = false;
};

struct ConversationQuery {
    ConversationOrder order = ConversationOrder::Recent;
    /// Part of the user's name, account or display; empty for all.
    QString text;
    int limit = 100;
    /// Where the page before ended; empty for the first.
    QString after;
    /// The account that asks, for what is unread and own.
    QString reader {};
    ConversationFilter filter {};
};

/// Whose cursor it is: an end user reads what the staff wrote, staff what the user wrote.
struct Reader {
    QString username;
    Role role = Role::User;
};

/// What has happened since a number, as far as it concerns an account.
struct SyncQuery {
    Reader who;
    /// Whether an end user is also told what others sent to it in their threads.
    bool alsoAddressed = false;
    qint64 after = 0;
    /// How many entries of all kinds together.
    qint64 limit = 500;
    /// The page ends behind the message with which the texts reach this many UTF-16 units.
    qint64 mostText = 500'000;
};

/// What became of a request to move a read cursor.
struct ReadChange {
    /// As it is now.
    ReadCursor cursor;
    bool changed = false;
    /// Nobody of the staff had read as far before: the user is to be told.
    bool staffAdvanced = false;

    friend bool operator==(const ReadChange &, const ReadChange &) = default;
};

/// What became of a message's arrival.
struct DeliveryChange {
    Delivery delivery;
    bool changed = false;
    /// As in ReadChange.
    bool staffAdvanced = false;

    friend bool operator==(const DeliveryChange &, const DeliveryChange &) = default;
};

struct RevokedToken {
    /// SHA-256 of the token, or the id of a whole chain of tokens.
    QByteArray fingerprint;
    /// When it, or the last of the chain, would have expired anyway; seconds since 1970.
    qint64 expiresAt = 0;
};

/// What the server must know of its database before it listens.
struct StoreInfo {
    /// Names this database; made with it.
    QString epoch;
    /// The last number handed out.
    qint64 cursor = 0;
    QList<RevokedToken> revokedTokens;
    /// The first number to ask for account changes with.
    qint64 accountChange = 0;
};

} // namespace ventanilla
