#include "client/reconnectpolicy.h"

#include <algorithm>
#include <utility>

namespace ventanilla {

namespace {
constexpr qint64 shortestMs = 1'000;
constexpr qint64 longestMs = 30'000;
constexpr int doublings = 5; // 1 s · 2^5 is above the longest
} // namespace

ReconnectPolicy::ReconnectPolicy(std::function<double()> random)
    : m_random(std::move(random))
{
}

qint64 ReconnectPolicy::nextDelayMs()
{
    const qint64 full = std::min(shortestMs << m_failures, longestMs);
    m_failures = std::min(m_failures + 1, doublings);
    const double random = std::clamp(m_random(), 0.0, 1.0);
    const qint64 half = full / 2;
    return half + static_cast<qint64>(random * static_cast<double>(half));
}

} // namespace ventanilla
