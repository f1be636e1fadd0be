#pragma once

#include <atomic>
#include <cstdint>

namespace ventanilla::shiftedclock {

/// What the test and the process share: a file that both have mapped.
struct Control {
    std::atomic<std::int64_t> offsetMs;
    /// How often a wrong time was told.
    std::atomic<std::uint64_t> wrongTimes;
};

static_assert(std::atomic<std::int64_t>::is_always_lock_free);

/// The environment of the process: the control file.
constexpr const char *controlVariable = "SHIFTED_CLOCK_CONTROL";

} // namespace ventanilla::shiftedclock
