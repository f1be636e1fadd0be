#pragma once

#include <QtGlobal>

#include <functional>

namespace ventanilla {

/// How long to wait before the next attempt to connect: doubling from 1 s to 30 s, of which the
/// upper half is random, so that the clients of a restarted server do not come back all at once.
/// Pure: the random numbers are injected, and it never waits itself.
class ReconnectPolicy
{
public:
    /// `random` gives numbers in [0, 1).
    explicit ReconnectPolicy(std::function<double()> random);

    /// Milliseconds until the next attempt. Each call counts as a failed attempt.
    qint64 nextDelayMs();
    /// To be called when a connection has succeeded.
    void reset() { m_failures = 0; }

private:
    std::function<double()> m_random;
    int m_failures = 0;
};

} // namespace ventanilla
