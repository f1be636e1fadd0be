#pragma once

#include <QtGlobal>

namespace ventanilla {

/// Where time comes from. Injected wherever time decides something, so that tests set it.
/// Thread-safe.
class Clock
{
public:
    virtual ~Clock() = default;

    /// Wall-clock time in milliseconds since 1970-01-01T00:00:00Z. May jump.
    virtual qint64 nowMs() const = 0;

    /// Monotonic time in milliseconds since an arbitrary start, for deadlines.
    virtual qint64 steadyMs() const = 0;

    /// Wall-clock time in whole seconds, rounded down, as in a JWT's `iat` (RFC 7519, 2).
    qint64 nowSeconds() const { return nowMs() / 1000; }
};

/// The machine's own clocks.
class SystemClock final : public Clock
{
public:
    qint64 nowMs() const override;
    qint64 steadyMs() const override;
};

} // namespace ventanilla
