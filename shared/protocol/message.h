#pragma once

#include "core/result.h"

#include <QJsonObject>
#include <QString>

#include <optional>

namespace ventanilla {

/// How many messages of each side a conversation has up to a certain one, and with it.
struct MessageCounts {
    qint64 fromUser = 0;
    qint64 fromStaff = 0;

    friend bool operator==(const MessageCounts &, const MessageCounts &) = default;
};

/// One chat message as it is stored and shown.
struct Message {
    /// From the server's one counter; absent while the server could not store it in its database.
    std::optional<qint64> id;
    QString from;
    QString to;
    QString text;
    /// When the server accepted it, milliseconds since 1970.
    qint64 sentAtMs = 0;
    /// The sender's display name.
    QString fromName;
    /// The sender's own id for it (`clave`), unique per sender.
    QString key;
    /// The end user whose thread it belongs to.
    QString conversation;
    /// With an id: where it stands in its conversation, which is what unread counts are made of.
    MessageCounts counts {};

    /// The payload of `mensaje_recibido` and `mensaje_enviado` (PROTOCOL.md, Events).
    QJsonObject toEvent() const;
    static Result<Message> fromEvent(const QJsonValue &json);

    /// A row of the history endpoints (PROTOCOL.md, HTTP).
    QJsonObject toHistoryRow() const;
    static Result<Message> fromHistoryRow(const QJsonValue &json);

    friend bool operator==(const Message &, const Message &) = default;
};

} // namespace ventanilla
