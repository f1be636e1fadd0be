#pragma once

#include <QCoreApplication>
#include <QEvent>
#include <QTimer>

namespace ventanilla {

/// How long a test waits for what must happen. Only a failure ever waits that long. It is less than
/// the server waits for what does not come, so that a timeout is not taken for the answer.
constexpr int patienceMs = 8'000;

/// Runs the event loop until the condition holds; false if it never does. Unlike QTest::qWaitFor()
/// it does not sleep, so a server in the same process answers at once and its timers are on time.
template<typename Condition>
bool waitFor(const Condition &condition, int timeoutMs = patienceMs)
{
    QTimer timeout;
    timeout.setSingleShot(true);
    timeout.start(timeoutMs);
    bool holds = condition();
    while (!holds && timeout.isActive()) {
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        holds = condition();
    }
    return holds;
}

} // namespace ventanilla
