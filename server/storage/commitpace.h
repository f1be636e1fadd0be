#pragma once

#include <QtGlobal>

namespace ventanilla {

/// How long a commit waits for company. A commit costs the same for one message as for many, so under
/// load it pays to gather; alone, nobody waits. Pure: it is told the time, in microseconds of any
/// clock that only goes forward.
class CommitPace
{
public:
    static constexpr qint64 widestUs = 5'000;

    /// `mostApartUs` bounds how far apart commits begin for company; with 0 nothing ever waits.
    explicit CommitPace(qint64 mostApartUs = widestUs)
        : m_mostApartUs(mostApartUs)
    {
    }

    /// Microseconds until the next commit should begin; 0 for at once. Commits that come back to back
    /// begin at least 1 ms apart at 2,000 writes a second and 5 ms at 6,000, so no write waits longer.
    qint64 delayUs(qint64 nowUs) const;

    /// A commit of so many writes begins.
    void noteCommit(qint64 writes, qint64 nowUs);

private:
    qint64 m_mostApartUs;
    qint64 m_lastUs = 0;
    /// Of the commits before, smoothed.
    double m_writesPerSecond = 0;
};

} // namespace ventanilla
