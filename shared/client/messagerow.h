#pragma once

#include "client/outgoingmessage.h"
#include "protocol/message.h"

#include <QString>

#include <compare>
#include <limits>
#include <optional>

namespace ventanilla {

/// Where a message stands in its thread. Stored messages stand in the order of their id. One that
/// was delivered but not stored follows the newest that was known when it came. What is still being
/// sent comes last, in the order of writing.
struct ThreadPosition {
    static constexpr qint64 behindAll = std::numeric_limits<qint64>::max();

    /// The message's id, or the id after which it stands.
    qint64 anchor = 0;
    /// 0 for a stored message; else a running number of this client.
    qint64 sequence = 0;

    friend auto operator<=>(const ThreadPosition &, const ThreadPosition &) = default;
};

/// One message as the thread shows it, whether it came from the server or is on its way there. A
/// plain value.
struct MessageRow {
    ThreadPosition position;
    std::optional<qint64> id;
    QString from;
    QString author;
    QString key;
    QString text;
    /// Milliseconds since 1970.
    qint64 sentAtMs = 0;
    MessageState state = MessageState::Stored;
    std::optional<ErrorCode> error;

    /// `unstoredPosition` is where it goes if it has no id.
    static MessageRow of(const Message &message, ThreadPosition unstoredPosition);
    static MessageRow of(const OutgoingMessage &message, const QString &self,
                         ThreadPosition unstoredPosition);

    /// The same from the outbox to the history: sender and key. For a message without a key (the
    /// original system's) its id; for one with neither its place.
    QString identity() const;
    static QString identity(const QString &sender, const QString &key);

    /// Whether a new calendar day begins between `previous`, null for none, and this message.
    bool startsDay(const MessageRow *previous) const;
    /// Whether it does not belong to what its author wrote just before.
    bool startsGroup(const MessageRow *previous) const;

    bool isBeingSent() const { return position.anchor == ThreadPosition::behindAll; }
};

} // namespace ventanilla
