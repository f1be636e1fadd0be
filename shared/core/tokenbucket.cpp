#include "core/tokenbucket.h"

#include <algorithm>
#include <cmath>

namespace ventanilla {

TokenBucket::TokenBucket(double rate, double burst)
    : m_rate(rate)
    , m_burst(burst)
    , m_tokens(burst)
{
}

std::optional<qint64> TokenBucket::take(qint64 nowMs, double amount)
{
    if (m_rate <= 0)
        return std::nullopt;
    const double elapsedSeconds = static_cast<double>(nowMs - m_lastMs.value_or(nowMs)) / 1000.0;
    m_tokens = std::min(m_burst, m_tokens + elapsedSeconds * m_rate);
    m_lastMs = nowMs;
    if (m_tokens < amount)
        return static_cast<qint64>(std::ceil((amount - m_tokens) / m_rate * 1000.0));
    m_tokens -= amount;
    return std::nullopt;
}

} // namespace ventanilla
