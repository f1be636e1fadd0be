#pragma once

#include <QtGlobal>

namespace ventanilla {

/// How long a commit waits for company. A commit costs the same for one message as for many, so where
/// commits would come back to back it pays to gather; else nobody waits. Pure: it is told the time, in
/// microseconds of any clock that only goes forward.
class CommitPace
{
public:
    static constexpr qint64 widestUs = 5'000;

    /// `mostApartUs` bounds how far apart commits begin for company; with 0 nothing ever waits.
    explicit CommitPace(qint64 mostApartUs = widestUs)
        : m_mostApartUs(mostApartUs)
    {
    }

    /// Microseconds until the next commit should begin; 0 for at once. Commits that would come back to
    /// back begin at least 1 ms apart at 2,000 writes a second and 5 ms at 6,000, so no write waits
    /// longer; where one takes longer than that, nothing waits but for the one before.
    qint64 delayUs(qint64 nowUs) const;

    /// A commit of so many writes begins.
    void noteCommit(qint64 writes, qint64 nowUs);
    /// It is over. Without one that was noted, nothing.
    void noteCommitted(qint64 nowUs);

private:
    double writesPerSecond() const;

    qint64 m_mostApartUs;
    qint64 m_lastUs = 0;
    bool m_underWay = false;
    /// Of the time just before; what is older counts less and less.
    double m_writes = 0;
    /// How long one takes, smoothed.
    double m_commitUs = 0;
};

} // namespace ventanilla
