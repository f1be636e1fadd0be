#pragma once

#include "protocol/conversation.h"
#include "protocol/marks.h"
#include "protocol/message.h"

#include <QHash>
#include <QString>

#include <algorithm>
#include <optional>

namespace ventanilla {

/// What a person has not read of the other side's messages in one conversation. Counts nothing itself:
/// the server says how many messages there are and how many of them were read, and what comes twice or
/// late changes nothing. Plain data.
class ReadingState
{
public:
    /// Messages that are not read.
    qint64 unread() const;
    const OwnReading &own() const { return m_own; }
    /// Version of the last cursor that went back, as a mark as unread does; 0 if none has.
    qint64 takenBackAt() const { return m_takenBackAt; }

    /// A message of either side, and how many of the other side's there were when it was numbered.
    void take(const Message &message, qint64 total, bool fromOtherSide);
    /// How many messages of the other side there are up to some message. It only grows, so that the
    /// highest is true.
    void takeTotal(qint64 total) { m_total = std::max(m_total, total); }
    /// A message of the other side that has no id yet counts until it has one.
    void takeUnnumbered(const QString &identity);
    void takeNumbered(const QString &identity) { m_unnumbered.remove(identity); }
    /// The person's cursor. An older one than is known changes nothing.
    void take(const OwnReading &own);
    /// The same when the person has moved it now, here or elsewhere: whoever has read a message has also
    /// read what came before it and got no id, which the server does not count.
    void takeMoved(const OwnReading &own);
    /// The person has just read everything; the server's word is on its way.
    void assumeRead();

private:
    qint64 m_total = 0;
    /// By the identity; how many messages were known of when it came.
    QHash<QString, qint64> m_unnumbered;
    OwnReading m_own;
    qint64 m_takenBackAt = 0;
    /// Of the total, until the server has answered.
    std::optional<qint64> m_assumedRead;
};

} // namespace ventanilla
