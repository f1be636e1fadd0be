#pragma once

#include "core/counters.h"
#include "storage/pendingmessages.h"
#include "storage/spool.h"

#include <deque>
#include <functional>
#include <vector>

namespace ventanilla {

/// The messages that the database has not taken, in their order: those on their way into the spool,
/// and those in it. One write to the spool takes all that have come meanwhile, up to a limit.
///
/// Lives at the home of the spool, which must outlive it.
class SpoolQueue
{
public:
    using Messages = std::vector<PendingMessagePtr>;
    /// Told of each write when it is done: these are in the spool now, or nowhere.
    using OnWritten = std::function<void(const Messages &, bool kept)>;

    SpoolQueue(Spool &spool, Counters &counters, qsizetype mostAtOnce, OnWritten onWritten);

    /// These are in the spool already. Before anything else.
    void takeOver(Messages spooled);
    void add(const PendingMessagePtr &message) { m_unwritten.push_back(message); }
    /// Writes what has been added, unless it is writing. Told later, never from within.
    void write();

    bool isEmpty() const { return m_inSpool.empty() && !hasUnwritten(); }
    bool hasUnwritten() const { return m_writing || !m_unwritten.empty(); }
    /// How many are in the spool.
    qsizetype count() const { return static_cast<qsizetype>(m_inSpool.size()); }
    /// At most this many of those in the spool.
    Messages oldest(qsizetype most) const;

    /// So many of the spool's messages are in the database.
    void noteReplayed(qint64 messages) { m_replayed.add(messages); }
    /// The database will never take this one: the operator finds it in a file.
    void setAside(const NewMessage &message, const StoreError &error);
    /// The oldest ones of the spool need not be kept any longer.
    void drop(qsizetype count);

private:
    void onAppended(const Messages &messages, const Result<Done> &outcome);

    Spool &m_spool;
    const qsizetype m_mostAtOnce;
    const OnWritten m_onWritten;
    Counter &m_spooled;
    Counter &m_unkept;
    Counter &m_failures;
    Counter &m_waiting;
    Counter &m_replayed;
    Counter &m_setAside;
    bool m_writing = false;
    std::deque<PendingMessagePtr> m_unwritten;
    std::deque<PendingMessagePtr> m_inSpool;
};

} // namespace ventanilla
