#include "net/bufferbudget.h"

#include "core/logging.h"

#include <utility>

namespace ventanilla {

BufferBudget::BufferBudget(qint64 limit, Counters &counters, QObject *parent)
    : QObject(parent)
    , m_limit(limit)
    , m_bytes(counters.counter("ventanilla_buffered_bytes", "Bytes buffered for clients, in and out."))
    , m_evicted(counters.counter("ventanilla_buffer_evictions_total",
                                 "Clients dropped because all buffers together were over their limit."))
{
}

BufferBudget::~BufferBudget()
{
    Q_ASSERT(m_shares.empty());
}

void BufferBudget::changeBy(qint64 bytes, Share &reporter)
{
    m_bytes.add(bytes);
    if (&reporter == m_spared && reporter.m_bytes < m_sparedBytes / 2)
        m_spared = nullptr;
    if (m_limit > 0 && bytes > 0 && m_bytes.value() > m_limit)
        enforce(&reporter);
}

void BufferBudget::enforce(Share *reporter)
{
    if (std::exchange(m_enforcing, true))
        return;
    // A little below the limit, so that the next byte does not bring us back here.
    const qint64 target = m_limit - m_limit / 8;
    while (m_bytes.value() > target) {
        Share *next = nextToGo(reporter);
        if (!next) {
            if (reporter)
                spare(reporter);
            break;
        }
        evict(next);
    }
    m_enforcing = false;
}

BufferBudget::Share *BufferBudget::nextToGo(const Share *reporter) const
{
    Share *largest = nullptr;
    for (Share *share : m_shares) {
        if (share != reporter && (!largest || share->m_bytes > largest->m_bytes))
            largest = share;
    }
    if (!reporter || (largest && largest->m_bytes >= reporter->m_bytes))
        return largest;
    // Not a second one in a turn: many alike may each be the largest when they report.
    return m_spared != reporter ? m_spared : nullptr;
}

void BufferBudget::evict(Share *share)
{
    qCWarning(logNet) << "dropped a client for its buffers:" << share->m_bytes << "bytes of"
                      << m_bytes.value();
    m_evicted.add();
    // Counted out now and for good: giving up may take a while, must happen once, and what is still
    // held meanwhile is nobody else's fault.
    const Share::GiveUp giveUp = share->m_giveUp;
    share->set(0);
    share->m_gaveUp = true;
    m_shares.erase(share);
    if (m_spared == share)
        m_spared = nullptr;
    giveUp();
}

void BufferBudget::spare(Share *reporter)
{
    m_spared = reporter;
    m_sparedBytes = reporter->m_bytes;
    if (std::exchange(m_enforcingLater, true))
        return;
    const auto enforceNow = [this] {
        m_enforcingLater = false;
        m_spared = nullptr;
        if (m_bytes.value() > m_limit)
            enforce(nullptr);
    };
    QMetaObject::invokeMethod(this, enforceNow, Qt::QueuedConnection);
}

BufferBudget::Share::Share(BufferBudget &budget, GiveUp giveUp)
    : m_budget(budget)
    , m_giveUp(std::move(giveUp))
{
    m_budget.m_shares.insert(this);
}

BufferBudget::Share::~Share()
{
    set(0);
    m_budget.m_shares.erase(this);
    if (m_budget.m_spared == this)
        m_budget.m_spared = nullptr;
}

void BufferBudget::Share::set(qint64 bytes)
{
    if (m_gaveUp)
        return;
    const qint64 change = bytes - std::exchange(m_bytes, bytes);
    if (change != 0)
        m_budget.changeBy(change, *this);
}

} // namespace ventanilla
