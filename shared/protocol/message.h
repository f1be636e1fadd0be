#pragma once

#include "core/result.h"

#include <QJsonObject>
#include <QString>

#include <optional>

namespace ventanilla {

/// One chat message as it is stored and shown.
struct Message {
    /// From the server's one counter; absent for a message that could not be stored.
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

    /// The payload of `mensaje_recibido` and `mensaje_enviado` (PROTOCOL.md, Events).
    QJsonObject toEvent() const;
    static Result<Message> fromEvent(const QJsonValue &json);

    /// A row of the history endpoints (PROTOCOL.md, HTTP).
    QJsonObject toHistoryRow() const;
    static Result<Message> fromHistoryRow(const QJsonValue &json);

    friend bool operator==(const Message &, const Message &) = default;
};

} // namespace ventanilla
