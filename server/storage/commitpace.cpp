#include "storage/commitpace.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ventanilla {

namespace {

constexpr double quietRate = 1'000; // writes a second, below which nothing waits
constexpr double usPerWrite = 1.0; // how much further apart for each write a second above it
/// Writes that come while one commit is done; with fewer, the next one mostly finds nobody waiting.
constexpr double backToBack = 0.5;
constexpr double rememberUs = 50'000;
constexpr qint64 forgetUs = 100'000;
constexpr double newest = 0.2; // weight of the last commit in how long one takes

} // namespace

double CommitPace::writesPerSecond() const
{
    return m_writes * 1e6 / rememberUs;
}

qint64 CommitPace::delayUs(qint64 nowUs) const
{
    const double rate = writesPerSecond();
    if (rate <= quietRate || rate * m_commitUs < backToBack * 1e6)
        return 0;
    const double apart = std::min((rate - quietRate) * usPerWrite, static_cast<double>(m_mostApartUs));
    return std::max<qint64>(m_lastUs + static_cast<qint64>(apart) - nowUs, 0);
}

void CommitPace::noteCommit(qint64 writes, qint64 nowUs)
{
    // Writes count by the time in which they came, so those that come evenly are no burst, and a burst
    // behind a pause is no load.
    const qint64 apart = nowUs - m_lastUs;
    const double faded = std::exp(-static_cast<double>(apart) / rememberUs);
    m_writes = apart > forgetUs ? 0 : m_writes * faded + static_cast<double>(writes);
    m_lastUs = nowUs;
    m_underWay = true;
}

void CommitPace::noteCommitted(qint64 nowUs)
{
    if (!std::exchange(m_underWay, false))
        return;
    const auto took = static_cast<double>(nowUs - m_lastUs);
    m_commitUs = m_commitUs > 0 ? m_commitUs + newest * (took - m_commitUs) : took;
}

} // namespace ventanilla
