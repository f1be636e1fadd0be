#pragma once

#include "client/outgoingmessage.h"

#include <QList>

#include <optional>

namespace ventanilla {

/// The messages that a person wrote and the server has not stored yet, in the order in which they
/// are to be sent. Makes their keys. Held in memory. Knows no network, and never reorders, except
/// that a retried message goes to the end.
class Outbox
{
public:
    /// Adds a Waiting message at the end, under a key of its own.
    OutgoingMessage add(const QString &to, const QString &text, qint64 nowMs);

    /// The message to send next; Failed ones are passed over.
    std::optional<OutgoingMessage> firstWaiting() const;
    std::optional<OutgoingMessage> find(const QString &key) const;
    const QList<OutgoingMessage> &messages() const { return m_messages; }

    // The changes below return the message as it is after them, or nothing if there was none.

    /// Removes it: the server has it now; without an id, not yet in its database.
    std::optional<OutgoingMessage> takeStored(const QString &key, std::optional<qint64> id, qint64 sentAtMs);
    std::optional<OutgoingMessage> markFailed(const QString &key, const WireError &error);
    /// A Failed message waits again, behind all others.
    std::optional<OutgoingMessage> requeue(const QString &key);
    /// Removes a Failed message.
    std::optional<OutgoingMessage> discard(const QString &key);
    /// Removes everything and returns it.
    QList<OutgoingMessage> takeAll();

private:
    qsizetype indexOf(const QString &key) const;
    qsizetype indexOfFailed(const QString &key) const;

    QList<OutgoingMessage> m_messages;
};

} // namespace ventanilla
