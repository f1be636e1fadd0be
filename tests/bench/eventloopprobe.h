#pragma once

#include <QElapsedTimer>
#include <QTimer>

#include <algorithm>

namespace ventanilla {

/// How long the event loop of its thread was kept from everything else: the longest time between two
/// ticks that should be a millisecond apart.
class EventLoopProbe
{
public:
    EventLoopProbe()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.setInterval(1);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { tick(); });
        restart();
    }

    void restart()
    {
        m_longestNs = 0;
        m_sinceTick.start();
        m_timer.start();
    }
    /// Since restart(), with what is going on now.
    double longestMs() const
    {
        return static_cast<double>(std::max(m_longestNs, m_sinceTick.nsecsElapsed())) / 1e6;
    }

private:
    void tick()
    {
        m_longestNs = std::max(m_longestNs, m_sinceTick.nsecsElapsed());
        m_sinceTick.start();
    }

    QTimer m_timer;
    QElapsedTimer m_sinceTick;
    qint64 m_longestNs = 0;
};

} // namespace ventanilla
