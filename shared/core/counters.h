#pragma once

#include <QByteArray>

#include <atomic>
#include <deque>
#include <functional>
#include <mutex>

namespace ventanilla {

/// One number that a layer counts into. Thread-safe, and cheap enough for every packet.
class Counter
{
public:
    Counter(QByteArray name, QByteArray help);

    void add(qint64 amount = 1) { m_value.fetch_add(amount, std::memory_order_relaxed); }
    void subtract(qint64 amount = 1) { m_value.fetch_sub(amount, std::memory_order_relaxed); }
    qint64 value() const { return m_value.load(std::memory_order_relaxed); }

    /// Prometheus-style name, e.g. `ventanilla_messages_stored_total`.
    const QByteArray &name() const { return m_name; }
    /// One sentence for whoever reads the metrics.
    const QByteArray &help() const { return m_help; }

private:
    const QByteArray m_name;
    const QByteArray m_help;
    std::atomic<qint64> m_value = 0;
};

/// Owns all counters of a process. A layer asks once for the counter it needs and keeps the
/// reference, which lives as long as this object. Thread-safe.
class Counters
{
public:
    /// The counter with this name; made at the first call, when `help` is taken.
    Counter &counter(const QByteArray &name, const QByteArray &help);

    void forEach(const std::function<void(const Counter &)> &visit) const;

private:
    mutable std::mutex m_mutex;
    std::deque<Counter> m_counters;
};

} // namespace ventanilla
