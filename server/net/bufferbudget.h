#pragma once

#include "core/counters.h"

#include <QObject>

#include <functional>
#include <set>

namespace ventanilla {

/// Bounds what is buffered for all clients together, in and out. Whoever holds bytes for a client
/// reports how many by a Share. When the sum goes over the limit, the largest shares are told to
/// give up until it is an eighth below: whoever made it grow pays, and a client that holds little is
/// never touched. That happens inside the report, since one turn of the event loop may add any
/// amount: a message for a thousand clients that do not read. Only the reporter itself is not ended
/// inside its own call, if it is the largest; it goes when another one is to be spared, or with the
/// turn. So the sum passes the limit by no more than one holder adds in a turn, and another in one
/// report.
/// Lives on the network's thread.
class BufferBudget : public QObject
{
    Q_OBJECT

public:
    class Share;

    /// `limit` in bytes; 0 for none.
    BufferBudget(qint64 limit, Counters &counters, QObject *parent = nullptr);
    ~BufferBudget() override;

    qint64 bytes() const { return m_bytes.value(); }

private:
    void changeBy(qint64 bytes, Share &reporter);
    /// Spares the reporter, if there is one, until the event loop.
    void enforce(Share *reporter);
    /// Who is to go next; nobody if that is the reporter.
    Share *nextToGo(const Share *reporter) const;
    void evict(Share *share);
    void spare(Share *reporter);

    const qint64 m_limit;
    Counter &m_bytes;
    Counter &m_evicted;
    std::set<Share *> m_shares;
    /// The last reporter that was the largest, until the event loop or until it holds half of that.
    Share *m_spared = nullptr;
    qint64 m_sparedBytes = 0;
    bool m_enforcing = false;
    bool m_enforcingLater = false;
};

/// What one holder has of a BufferBudget, which must outlive it. Gives all back when it goes.
class BufferBudget::Share
{
public:
    using GiveUp = std::function<void()>;

    /// `giveUp` must drop what is held, soon if not at once; from then on nothing is counted.
    Share(BufferBudget &budget, GiveUp giveUp);
    ~Share();
    Share(const Share &) = delete;
    Share &operator=(const Share &) = delete;

    qint64 bytes() const { return m_bytes; }
    void set(qint64 bytes);

private:
    friend class BufferBudget;

    BufferBudget &m_budget;
    const GiveUp m_giveUp;
    qint64 m_bytes = 0;
    bool m_gaveUp = false;
};

} // namespace ventanilla
