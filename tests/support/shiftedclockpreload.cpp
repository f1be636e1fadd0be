// A library for LD_PRELOAD: the time of day as a program sees it is wrong by as much as a test says
// (shiftedclockcontrol.h). What is monotonic goes on, as it does on a machine whose clock is set. Knows
// nothing of Qt, takes no memory, and starts no threads.

#include "support/shiftedclockcontrol.h"

#include <cstdlib>
#include <ctime>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <unistd.h>

using namespace ventanilla::shiftedclock;

namespace {

constexpr long nsASecond = 1'000'000'000;

Control *control = nullptr;

__attribute__((constructor)) void start()
{
    const char *path = std::getenv(controlVariable);
    if (!path)
        return;
    const int file = ::open(path, O_RDWR | O_CLOEXEC);
    void *shared = ::mmap(nullptr, sizeof(Control), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (shared == MAP_FAILED)
        std::abort(); // a test that believes in its clock would prove nothing
    control = static_cast<Control *>(shared);
    ::close(file);
}

/// The function that would have been called without us; looked for once, as the clock is asked often.
int rightTime(clockid_t clock, timespec *time)
{
    using Get = int(clockid_t, timespec *);
    static std::atomic<Get *> next {nullptr};
    Get *get = next;
    if (!get) {
        get = reinterpret_cast<Get *>(::dlsym(RTLD_NEXT, "clock_gettime"));
        next = get;
    }
    return get(clock, time);
}

void shift(timespec &time)
{
    const std::int64_t offsetMs = control ? control->offsetMs.load() : 0;
    if (offsetMs == 0)
        return;
    ++control->wrongTimes;
    time.tv_sec += offsetMs / 1000;
    time.tv_nsec += offsetMs % 1000 * 1'000'000;
    if (time.tv_nsec >= nsASecond || time.tv_nsec < 0) {
        const int carry = time.tv_nsec < 0 ? -1 : 1;
        time.tv_sec += carry;
        time.tv_nsec -= carry * nsASecond;
    }
}

} // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec *time) noexcept
{
    const int result = rightTime(clock, time);
    if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
        shift(*time);
    return result;
}

int gettimeofday(timeval *time, void *) noexcept
{
    timespec now {};
    const int result = ::clock_gettime(CLOCK_REALTIME, &now);
    *time = {now.tv_sec, now.tv_nsec / 1000};
    return result;
}

time_t time(time_t *result) noexcept
{
    timespec now {};
    ::clock_gettime(CLOCK_REALTIME, &now);
    if (result)
        *result = now.tv_sec;
    return now.tv_sec;
}

} // extern "C"
