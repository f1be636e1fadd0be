#pragma once

#include "core/result.h"
#include "protocol/conversation.h"
#include "protocol/marks.h"
#include "protocol/message.h"

#include <QJsonObject>
#include <QList>

namespace ventanilla {

/// What has happened since a certain number, as far as it concerns who asks: an answer of
/// `GET /api/sincronizar` (PROTOCOL.md, HTTP). Each list is in the order of the numbers, and together
/// they have no gap up to `cursor`.
struct SyncPage {
    /// All of them with an id.
    QList<Message> messages;
    QList<ReadCursor> reads;
    QList<Delivery> deliveries;
    /// As they are now. For staff only.
    QList<ConversationRow> conversations;
    /// Where to go on.
    qint64 cursor = 0;
    /// Whether there is more.
    bool more = false;

    QJsonObject toJson() const;
    static Result<SyncPage> fromJson(const QJsonValue &json);

    friend bool operator==(const SyncPage &, const SyncPage &) = default;
};

} // namespace ventanilla
