#pragma once

#include <QSocketNotifier>

#include <functional>
#include <memory>

namespace ventanilla {

/// Tells once when a time is over that is too short for QTimer, which knows milliseconds and rounds
/// up. Lives on the thread that made it, and needs its event loop.
class ShortTimer
{
public:
    explicit ShortTimer(std::function<void()> expired);
    ~ShortTimer();
    ShortTimer(const ShortTimer &) = delete;
    ShortTimer &operator=(const ShortTimer &) = delete;

    /// In so many microseconds, at least one. False if the system has no timer for it: nothing will be
    /// told then.
    [[nodiscard]] bool start(qint64 us);
    bool isActive() const { return m_active; }

private:
    void take();

    const std::function<void()> m_expired;
    const int m_descriptor;
    std::unique_ptr<QSocketNotifier> m_notifier;
    bool m_active = false;
};

} // namespace ventanilla
