#pragma once

#include <array>
#include <atomic>
#include <cstdint>

namespace ventanilla::faultydisk {

/// What happens to writes and syncs of a file.
enum class Mode : std::uint32_t {
    None,
    /// ENOSPC for every write, as where overwriting takes new room.
    NoSpace,
    /// ENOSPC for what makes a file larger, or a new one; the room that a file has is its own.
    NoGrowth,
    /// EIO for every write and sync.
    InputOutput,
    /// EROFS for every write, and for opening to write.
    ReadOnly,
    /// Writes and syncs take their time.
    Slow,
    /// Only syncs do.
    SlowSyncs,
    /// Half of a write is done, then EIO.
    Torn,
    /// EIO for every sync; writes are done.
    SyncFails,
};

/// One kind of files: those whose path contains a certain part.
struct Target {
    std::atomic<Mode> mode;
    std::atomic<std::uint32_t> delayMs;
    /// How often a fault was met.
    std::atomic<std::uint64_t> faults;
};

constexpr std::size_t targetCount = 2;

/// What the test and the process share: a file that both have mapped.
struct Control {
    std::array<Target, targetCount> targets;
};

static_assert(std::atomic<Mode>::is_always_lock_free && std::atomic<std::uint64_t>::is_always_lock_free);

/// The environment of the process: the control file, and the parts of paths, one a target, separated
/// by colons. Of two that fit, the last counts.
constexpr const char *controlVariable = "FAULTY_DISK_CONTROL";
constexpr const char *matchVariable = "FAULTY_DISK_MATCH";

} // namespace ventanilla::faultydisk
