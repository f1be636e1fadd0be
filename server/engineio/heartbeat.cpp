#include "engineio/heartbeat.h"

#include <QTimer>

#include <algorithm>

namespace ventanilla {

namespace {
// A ping may leave half its timeout late without the pong's deadline moving. With one that is later
// still, because this process stood still, the deadline moves too: no client has less than that half.
constexpr qint64 toleranceDivisor = 2;
} // namespace

Heartbeat::Heartbeat(const EngineConfig &config, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_config(config)
    , m_clock(clock)
    , m_timer(new QTimer(this))
{
    m_timer->setSingleShot(true);
    m_timer->setTimerType(Qt::PreciseTimer);
    connect(m_timer, &QTimer::timeout, this, &Heartbeat::check);
}

void Heartbeat::start()
{
    m_running = true;
    m_nextPingAtMs = m_clock.steadyMs() + m_config.pingIntervalMs;
    arm();
}

void Heartbeat::stop()
{
    m_running = false;
    m_timer->stop();
}

void Heartbeat::takePong()
{
    if (!m_running || !m_pongDueAtMs)
        return;
    m_pongDueAtMs.reset();
    m_nextPingAtMs = m_clock.steadyMs() + m_config.pingIntervalMs;
    arm();
}

void Heartbeat::check()
{
    if (!m_running)
        return;
    const qint64 now = m_clock.steadyMs();
    if (m_pongDueAtMs && now >= *m_pongDueAtMs) {
        stop();
        emit timedOut();
        return;
    }
    const bool ping = !m_pongDueAtMs && now >= m_nextPingAtMs;
    if (ping) {
        const qint64 tolerance = m_config.pingTimeoutMs / toleranceDivisor;
        m_pongDueAtMs = std::max(m_nextPingAtMs, now - tolerance) + m_config.pingTimeoutMs;
    }
    arm();
    if (ping)
        emit pingDue(); // last: the client may be dropped for it
}

void Heartbeat::arm()
{
    const qint64 wait = m_pongDueAtMs.value_or(m_nextPingAtMs) - m_clock.steadyMs();
    m_timer->start(static_cast<int>(std::max<qint64>(wait, 0)));
}

} // namespace ventanilla
