#pragma once

#include "core/clock.h"
#include "core/counters.h"
#include "storage/sqlchatstore.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

#include <vector>

namespace ventanilla {

/// What it took to store so many messages.
struct StoreCost {
    qint64 rows = 0;
    qint64 commits = 0;
    /// Not even tried, since too many waited, or not stored at once.
    qint64 turnedAway = 0;
    double seconds = 0;
    /// CPU time of the thread that writes, and of the process without the one that makes the load.
    double writerCpuUs = 0;
    double processCpuUs = 0;
    /// From storeMessage() to its answer, of each.
    std::vector<double> latenciesMs;

    void add(const StoreCost &more);
    /// So many of a hundred were answered in this time.
    double latencyMs(double percent) const;
};

/// The server's store on a real file, under load. Lives on the main thread, as in the server.
class StoreLoad
{
public:
    explicit StoreLoad(const WriterConfig &writer);
    ~StoreLoad();

    bool open();
    /// Messages come at random moments, at this rate, whatever becomes of those before, unless far too
    /// many of them wait; 0 for as many as the store takes. Returns when all are answered.
    StoreCost run(int perSecond, double seconds);

private:
    NewMessage nextMessage();
    void send();
    void turnAway() { ++m_cost.turnedAway; }
    void saturate(double seconds);
    /// Returns the CPU time of the thread that makes the load, in microseconds.
    double spread(int perSecond, double seconds);

    QTemporaryDir m_folder;
    SystemClock m_clock;
    Counters m_counters;
    std::unique_ptr<SqlChatStore> m_store;
    QElapsedTimer m_time;
    StoreCost m_cost;
    qint64 m_made = 0;
    qint64 m_waiting = 0;
    /// Each answer brings the next message until then, in nanoseconds of m_time.
    qint64 m_refillUntil = 0;
};

} // namespace ventanilla
