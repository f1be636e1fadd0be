#pragma once

#include <QtGlobal>

#include <optional>

namespace ventanilla {

/// Lets `rate` things a second through on average and up to `burst` at once. Pure: time is given.
class TokenBucket
{
public:
    /// A rate of 0 lets everything through.
    TokenBucket(double rate, double burst);

    /// Takes tokens at this time (Clock::steadyMs()), or says in how many milliseconds there will be
    /// enough. More than the burst there never are.
    std::optional<qint64> take(qint64 nowMs, double amount = 1.0);

private:
    double m_rate;
    double m_burst;
    double m_tokens;
    std::optional<qint64> m_lastMs;
};

} // namespace ventanilla
