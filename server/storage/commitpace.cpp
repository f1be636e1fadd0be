#include "storage/commitpace.h"

#include <algorithm>

namespace ventanilla {

namespace {

constexpr double quietRate = 1'000; // writes a second, below which nothing waits
constexpr double usPerWrite = 1.0; // how much further apart for each write a second above it
constexpr qint64 forgetUs = 100'000;
constexpr double newest = 0.3; // weight of the last commit in the rate

} // namespace

qint64 CommitPace::delayUs(qint64 nowUs) const
{
    if (m_writesPerSecond <= quietRate)
        return 0;
    const double apart =
        std::min((m_writesPerSecond - quietRate) * usPerWrite, static_cast<double>(m_mostApartUs));
    return std::max<qint64>(m_lastUs + static_cast<qint64>(apart) - nowUs, 0);
}

void CommitPace::noteCommit(qint64 writes, qint64 nowUs)
{
    const qint64 apart = std::max<qint64>(nowUs - m_lastUs, 1);
    const double rate = static_cast<double>(writes) * 1e6 / static_cast<double>(apart);
    m_writesPerSecond = apart > forgetUs ? 0 : m_writesPerSecond + newest * (rate - m_writesPerSecond);
    m_lastUs = nowUs;
}

} // namespace ventanilla
