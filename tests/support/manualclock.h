#pragma once

#include "core/clock.h"

namespace ventanilla {

/// A clock that moves only when a test says so. Both readings move together.
class ManualClock final : public Clock
{
public:
    explicit ManualClock(qint64 nowMs = 1'795'406'400'000) // 2026-11-23T04:00:00Z
        : m_nowMs(nowMs)
    {
    }

    qint64 nowMs() const override { return m_nowMs; }
    qint64 steadyMs() const override { return m_nowMs; }

    void advance(qint64 ms) { m_nowMs += ms; }

private:
    qint64 m_nowMs;
};

} // namespace ventanilla
