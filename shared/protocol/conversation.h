#pragma once

#include "core/result.h"
#include "protocol/message.h"

#include <QJsonObject>
#include <QString>

#include <optional>

namespace ventanilla {

/// The newest message of a conversation, as the list shows it.
struct LastMessage {
    qint64 id = 0;
    QString from;
    QString text;
    /// Milliseconds since 1970.
    qint64 sentAtMs = 0;

    friend bool operator==(const LastMessage &, const LastMessage &) = default;
};

enum class ConversationState { Open, OnHold, Closed };

QString toWire(ConversationState state);
std::optional<ConversationState> conversationStateFromWire(QStringView text);

/// How far the account that asks has read a conversation, as ReadCursor has it.
struct OwnReading {
    qint64 upTo = 0;
    qint64 version = 0;
    qint64 ordinal = 0;

    friend bool operator==(const OwnReading &, const OwnReading &) = default;
};

/// A row of `GET /api/conversaciones`: one end user's thread (PROTOCOL.md, HTTP).
struct ConversationRow {
    /// The end user's account name; it names the conversation.
    QString user;
    /// The end user's display name.
    QString name;
    /// When the first message came that no agent has answered, milliseconds since 1970.
    std::optional<qint64> unansweredSinceMs;
    /// Whether the end user has a live session.
    bool online = false;
    /// The number of the row's last change, from the server's one counter.
    qint64 version = 0;
    LastMessage last;
    ConversationState state = ConversationState::Open;
    /// The agent who has taken it; empty for nobody.
    QString assignedTo;
    /// Up to the last message.
    MessageCounts counts {};
    OwnReading ownReading {};
    /// Ids of the last messages that the end user has read, and got.
    qint64 userReadUpTo = 0;
    qint64 userGotUpTo = 0;

    /// Messages of the end user that the account that asks has not read.
    qint64 unread() const { return counts.fromUser - ownReading.ordinal; }

    QJsonObject toJson() const;
    static Result<ConversationRow> fromJson(const QJsonValue &json);

    friend bool operator==(const ConversationRow &, const ConversationRow &) = default;
};

/// The answer of `GET /api/conversaciones/mia`: where an end user stands in the own thread.
struct OwnThread {
    MessageCounts counts;
    OwnReading ownReading;
    /// Ids of the last messages that anybody of the staff has read, and got.
    qint64 staffReadUpTo = 0;
    qint64 staffGotUpTo = 0;

    /// Messages of the staff that the user has not read.
    qint64 unread() const { return counts.fromStaff - ownReading.ordinal; }

    QJsonObject toJson() const;
    static Result<OwnThread> fromJson(const QJsonValue &json);

    friend bool operator==(const OwnThread &, const OwnThread &) = default;
};

/// One page of the list. `next` is opaque and goes into `tras` for the page after this one; it is
/// empty on the last page.
struct ConversationPage {
    QList<ConversationRow> rows;
    QString next;

    QJsonObject toJson() const;
    static Result<ConversationPage> fromJson(const QJsonValue &json);

    friend bool operator==(const ConversationPage &, const ConversationPage &) = default;
};

} // namespace ventanilla
