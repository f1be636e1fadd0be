#pragma once

#include "client/outgoingmessage.h"

#include <QList>
#include <QSet>

#include <memory>
#include <optional>

namespace ventanilla {

class OutboxFolder;

/// The messages that a person wrote and the server has not acknowledged yet, in the order in which
/// they are to be sent. Makes their keys. Kept on disk if it is given a folder, else in memory. Knows
/// no network, and never reorders, except that a retried message goes to the end.
class Outbox
{
public:
    Outbox();
    ~Outbox();
    Outbox(Outbox &&) noexcept;
    Outbox &operator=(Outbox &&) noexcept;

    /// Forgets what it holds, without touching its folder, and goes on with what is in this one; null
    /// for memory only.
    void open(std::unique_ptr<OutboxFolder> folder);

    /// Adds a Waiting message at the end, under a key of its own.
    OutgoingMessage add(const QString &to, const QString &text, qint64 nowMs);

    /// For each recipient that is not busy, the message to send next; Failed ones are passed over.
    QList<OutgoingMessage> nextFor(const QSet<QString> &busyRecipients) const;
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

private:
    qsizetype indexOf(const QString &key) const;
    qsizetype indexOfFailed(const QString &key) const;
    OutgoingMessage take(qsizetype index);

    QList<OutgoingMessage> m_messages;
    std::unique_ptr<OutboxFolder> m_folder;
};

} // namespace ventanilla
