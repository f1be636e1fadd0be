#pragma once

#include "core/result.h"
#include "protocol/wireerror.h"

#include <QJsonObject>
#include <QString>

namespace ventanilla {

/// `leido`, client to server: the sender has read a conversation up to this message.
struct ReadRequest {
    QString conversation;
    /// Id of the last message that was read.
    qint64 upTo = 0;
    /// The newest version of the sender's own cursor that the sender knows; 0 for none. What is older
    /// than a mark as unread does not undo it.
    qint64 knownVersion = 0;

    QJsonObject toJson() const;
    static Result<ReadRequest, WireError> fromJson(const QJsonValue &json);

    friend bool operator==(const ReadRequest &, const ReadRequest &) = default;
};

/// `no_leido` and `entregado`, client to server: a conversation, and a message of it.
struct MarkRequest {
    QString conversation;
    /// For `no_leido` the id of the last message that stays read, for `entregado` of the last one
    /// that has arrived.
    qint64 upTo = 0;

    QJsonObject toJson() const;
    static Result<MarkRequest, WireError> fromJson(const QJsonValue &json);

    friend bool operator==(const MarkRequest &, const MarkRequest &) = default;
};

/// How far somebody has read a conversation: `leido`, server to client, a row of `lecturas`, and the
/// acknowledgement of a ReadRequest.
struct ReadCursor {
    QString conversation;
    /// The account; empty where an end user is told of the staff, which is nobody in particular.
    QString reader;
    /// Id of the last message that was read.
    qint64 upTo = 0;
    /// From the server's one counter, at the cursor's last change; 0 if there was none yet.
    qint64 version = 0;
    /// How many messages of the other side that is, from the first one on. What is unread is what
    /// the conversation has of them (Message::counts) less this.
    qint64 ordinal = 0;
    /// What was unread when this was made.
    qint64 unread = 0;

    QJsonObject toJson() const;
    static Result<ReadCursor> fromJson(const QJsonValue &json);

    friend bool operator==(const ReadCursor &, const ReadCursor &) = default;
};

/// How far a conversation has arrived with somebody: `entregado`, server to client, and a row of
/// `entregas`.
struct Delivery {
    QString conversation;
    /// The account; empty as in ReadCursor.
    QString recipient;
    qint64 upTo = 0;
    qint64 version = 0;

    QJsonObject toJson() const;
    static Result<Delivery> fromJson(const QJsonValue &json);

    friend bool operator==(const Delivery &, const Delivery &) = default;
};

} // namespace ventanilla
