#pragma once

#include "support/shiftedclockcontrol.h"

#include <QProcessEnvironment>
#include <QTemporaryFile>

namespace ventanilla {

/// The time of day as another process sees it, wrong by as much as the test says while it runs. The
/// process must be started with the environment that addTo() makes. The environment's
/// VENTANILLA_SHIFTED_CLOCK names the library.
class ProcessClock
{
public:
    ProcessClock();

    void addTo(QProcessEnvironment &environment) const;

    /// From now on, for every process that has this clock.
    void set(qint64 offsetMs) { m_control->offsetMs = offsetMs; }

    /// How often a wrong time has been told; a test where none was has proved nothing.
    quint64 wrongTimes() const { return m_control->wrongTimes; }

private:
    QTemporaryFile m_file;
    shiftedclock::Control *m_control = nullptr;
};

} // namespace ventanilla
