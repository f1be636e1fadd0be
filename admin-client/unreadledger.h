#pragma once

#include "protocol/conversation.h"
#include "protocol/message.h"

#include <QHash>
#include <QList>
#include <QSet>
#include <QString>
#include <QStringList>

#include <optional>

namespace ventanilla {

/// Knows which of the users' messages are new since the sign-in, each exactly once, although they
/// come live and, after a break in the connection, also from the server's history. Counts; what is
/// read, others decide. Plain data.
class UnreadLedger
{
public:
    /// A part of a conversation that may hold what was missed.
    struct Gap {
        QString user;
        qint64 after = 0;
    };

    /// A connection is ready; `cursor` as in Ready. The first one is the sign-in: nothing up to it
    /// is new. From a later one on, there may be gaps until findGaps() and addMissed() have closed
    /// them.
    void connectionReady(qint64 cursor);
    /// Another database: everything that was known of numbers is void.
    void reset();

    /// Whether this live message counts as new.
    bool addLive(const Message &message);
    /// Compares the server's list, fetched after connectionReady(), with what is known. To be
    /// called with all pages. A conversation that is missing may have a gap if a live message came
    /// to it meanwhile: that moved it to a page that had been fetched before.
    QList<Gap> findGaps(const QList<ConversationRow> &rows);
    /// The messages after a gap's start, a page at a time, the last one marked. Returns those that
    /// count as new.
    QList<Message> addMissed(const QString &user, const QList<Message> &messages, bool isLast);
    /// Where to go on in a gap after a page.
    qint64 settledUpTo(const QString &user) const;

private:
    struct Thread {
        /// Every message up to this id was counted or did not have to be.
        qint64 settledUpTo = 0;
        /// Counted above it, while it is not known what lies between.
        QSet<qint64> countedAbove;
        bool hasGap = false;
    };

    Thread &thread(const QString &user);
    static void settle(Thread &thread, qint64 upTo);
    bool countWithoutId(const Message &message);
    bool wasCountedWithoutId(const Message &message) const;
    QList<Gap> gapsOutside(const QSet<QString> &listed);

    /// Nothing before the first connection.
    std::optional<qint64> m_baseline;
    /// Whether everything that came since the last connection came live, for all conversations.
    bool m_complete = false;
    QHash<QString, Thread> m_threads;
    /// Sender and key of what was counted before it could be stored, the newest at the end.
    QStringList m_countedWithoutId;
};

} // namespace ventanilla
