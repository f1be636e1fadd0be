#pragma once

#include "engineio/engineconfig.h"

#include <QObject>

#include <optional>

class QTimer;

namespace ventanilla {

/// The heartbeat of one session: when a ping is due and until when its pong must come. Its deadlines
/// are absolute, on the steady clock, so that a late timer does not move them. Lives on the
/// network's thread.
class Heartbeat : public QObject
{
    Q_OBJECT

public:
    Heartbeat(const EngineConfig &config, const Clock &clock, QObject *parent = nullptr);

    void start();
    void stop();
    /// A pong; one that nobody asked for changes nothing.
    void takePong();
    /// Does what is due by now.
    void check();

signals:
    void pingDue();
    void timedOut();

private:
    void arm();

    const EngineConfig &m_config;
    const Clock &m_clock;
    QTimer *m_timer;
    /// Exactly one of "ping then" and "pong by then" is pending.
    qint64 m_nextPingAtMs = 0;
    std::optional<qint64> m_pongDueAtMs;
    bool m_running = false;
};

} // namespace ventanilla
