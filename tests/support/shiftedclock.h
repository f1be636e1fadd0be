#pragma once

#include "core/clock.h"

#include <atomic>

namespace ventanilla {

/// A clock that is wrong by as much as a test says, and may be set while everything runs. What is
/// monotonic goes on, as it does on a machine whose clock is set.
class ShiftedClock final : public Clock
{
public:
    explicit ShiftedClock(qint64 offsetMs = 0)
        : m_offsetMs(offsetMs)
    {
    }

    qint64 nowMs() const override { return m_right.nowMs() + m_offsetMs; }
    qint64 steadyMs() const override { return m_right.steadyMs(); }

    void set(qint64 offsetMs) { m_offsetMs = offsetMs; }
    void shift(qint64 byMs) { m_offsetMs += byMs; }

private:
    const SystemClock m_right;
    std::atomic<qint64> m_offsetMs;
};

} // namespace ventanilla
