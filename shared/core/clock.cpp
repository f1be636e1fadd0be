#include "core/clock.h"

#include <chrono>

namespace ventanilla {

namespace {

template<typename ChronoClock>
qint64 millisecondsOf()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(ChronoClock::now().time_since_epoch()).count();
}

} // namespace

qint64 SystemClock::nowMs() const
{
    return millisecondsOf<std::chrono::system_clock>();
}

qint64 SystemClock::steadyMs() const
{
    return millisecondsOf<std::chrono::steady_clock>();
}

} // namespace ventanilla
