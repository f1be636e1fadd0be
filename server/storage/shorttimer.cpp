#include "storage/shorttimer.h"

#include <sys/timerfd.h>
#include <unistd.h>

#include <cstdint>

namespace ventanilla {

ShortTimer::ShortTimer(std::function<void()> expired)
    : m_expired(std::move(expired))
    , m_descriptor(::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC))
{
    if (m_descriptor < 0)
        return;
    m_notifier = std::make_unique<QSocketNotifier>(m_descriptor, QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(), [this] { take(); });
}

ShortTimer::~ShortTimer()
{
    m_notifier.reset();
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

bool ShortTimer::start(qint64 us)
{
    constexpr qint64 second = 1'000'000;
    const qint64 atLeastOne = us > 0 ? us : 1; // 0 would disarm it
    itimerspec time {};
    time.it_value.tv_sec = static_cast<time_t>(atLeastOne / second);
    time.it_value.tv_nsec = static_cast<long>(atLeastOne % second * 1000);
    m_active = m_descriptor >= 0 && ::timerfd_settime(m_descriptor, 0, &time, nullptr) == 0;
    return m_active;
}

void ShortTimer::take()
{
    std::uint64_t times = 0;
    // Started anew since it was told of, it has nothing to read yet.
    if (::read(m_descriptor, &times, sizeof times) != sizeof times)
        return;
    m_active = false;
    m_expired();
}

} // namespace ventanilla
