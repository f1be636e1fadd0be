// A library for LD_PRELOAD: stands between a program and its files, and does to some of them what a
// test says (faultydiskcontrol.h). Knows nothing of Qt, takes no memory, and starts no threads.

#include "support/faultydiskcontrol.h"

#include <cerrno>
#include <cstdarg>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace ventanilla::faultydisk;

namespace {

enum class Act { Write, Grow, Sync, Change };

constexpr int mostDescriptors = 65'536;
constexpr long sliceNs = 5'000'000;

Control *control = nullptr;
std::array<std::array<char, 256>, targetCount> parts;
/// By descriptor: 0 for a file that is left alone, else the target and one.
std::array<std::atomic<std::int8_t>, mostDescriptors> owners;

/// The function that would have been called without us.
template<typename Function>
Function *next(const char *name)
{
    return reinterpret_cast<Function *>(::dlsym(RTLD_NEXT, name));
}

using Open = int(const char *, int, mode_t);
using OpenAt = int(int, const char *, int, mode_t);
using WriteAt = ssize_t(int, const void *, size_t, off64_t);
using Resize = int(int, off64_t);

__attribute__((constructor)) void start()
{
    const char *path = std::getenv(controlVariable);
    const char *match = std::getenv(matchVariable);
    if (!path || !match)
        return;
    for (auto &part : parts) {
        const std::size_t length = std::strcspn(match, ":");
        if (length < part.size())
            std::memcpy(part.data(), match, length);
        match += match[length] == ':' ? length + 1 : length;
    }
    const int file = next<Open>("open64")(path, O_RDWR | O_CLOEXEC, 0);
    void *shared = ::mmap(nullptr, sizeof(Control), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (shared == MAP_FAILED)
        std::abort(); // a test that believes in its faults would prove nothing
    control = static_cast<Control *>(shared);
    ::close(file);
}

int targetOf(const char *path)
{
    int found = -1;
    for (std::size_t i = 0; control && i < targetCount; ++i) {
        if (parts[i][0] != '\0' && std::strstr(path, parts[i].data()))
            found = static_cast<int>(i);
    }
    return found;
}

Target *targetOf(int descriptor)
{
    if (!control || descriptor < 0 || descriptor >= mostDescriptors)
        return nullptr;
    const int owner = owners[static_cast<std::size_t>(descriptor)];
    return owner > 0 ? &control->targets[static_cast<std::size_t>(owner - 1)] : nullptr;
}

void note(int descriptor, int target)
{
    if (descriptor >= 0 && descriptor < mostDescriptors)
        owners[static_cast<std::size_t>(descriptor)] = static_cast<std::int8_t>(target + 1);
}

/// In slices, so that it ends when the fault does.
void delay(const Target &target, Mode mode)
{
    const long slices = static_cast<long>(target.delayMs) * 1'000'000 / sliceNs;
    const timespec slice {0, sliceNs};
    for (long i = 0; i < slices && target.mode == mode; ++i)
        ::nanosleep(&slice, nullptr);
}

/// The errno with which this fails; 0 if it does not.
int fault(Target *target, Act act)
{
    if (!target)
        return 0;
    const Mode mode = target->mode;
    int code = 0;
    bool late = false;
    switch (mode) {
    case Mode::None: return 0;
    case Mode::NoSpace: code = act == Act::Write || act == Act::Grow ? ENOSPC : 0; break;
    case Mode::NoGrowth: code = act == Act::Grow ? ENOSPC : 0; break;
    case Mode::InputOutput: code = EIO; break;
    case Mode::ReadOnly: code = act != Act::Sync ? EROFS : 0; break;
    case Mode::Slow: late = true; break;
    case Mode::SlowSyncs: late = act == Act::Sync; break;
    case Mode::Torn: code = act != Act::Sync ? EIO : 0; break;
    case Mode::SyncFails: code = act == Act::Sync ? EIO : 0; break;
    }
    if (code != 0 || late)
        ++target->faults;
    if (late)
        delay(*target, mode);
    return code;
}

bool grows(int descriptor, off64_t end)
{
    struct stat64 status {
    };
    return ::fstat64(descriptor, &status) == 0 && end > status.st_size;
}

int fail(int code)
{
    errno = code;
    return -1;
}

/// Whether opening fails, for a path that is a target's.
int faultOfOpening(int target, const char *path, int flags)
{
    if (target < 0 || (flags & (O_WRONLY | O_RDWR | O_CREAT)) == 0)
        return 0;
    const bool makes = (flags & O_CREAT) != 0 && ::access(path, F_OK) != 0;
    Target &found = control->targets[static_cast<std::size_t>(target)];
    // Opening a file that is there fails on a read-only disk only.
    return makes ? fault(&found, Act::Grow) : found.mode == Mode::ReadOnly ? fault(&found, Act::Change) : 0;
}

int openAt(const char *name, int folder, const char *path, int flags, mode_t mode)
{
    const int target = targetOf(path);
    if (const int code = faultOfOpening(target, path, flags))
        return fail(code);
    const int descriptor = next<OpenAt>(name)(folder, path, flags, mode);
    note(descriptor, target);
    return descriptor;
}

ssize_t writeAt(const char *name, int descriptor, const void *bytes, size_t size, off64_t position)
{
    Target *target = targetOf(descriptor);
    const bool growing = target && grows(descriptor, position + static_cast<off64_t>(size));
    const bool torn = target && target->mode == Mode::Torn;
    if (const int code = fault(target, growing ? Act::Grow : Act::Write)) {
        if (torn)
            (void)next<WriteAt>(name)(descriptor, bytes, size / 2, position);
        return fail(code);
    }
    return next<WriteAt>(name)(descriptor, bytes, size, position);
}

int resize(const char *name, int descriptor, off64_t size)
{
    Target *target = targetOf(descriptor);
    const bool growing = target && grows(descriptor, size);
    if (const int code = fault(target, growing ? Act::Grow : Act::Change))
        return fail(code);
    return next<Resize>(name)(descriptor, size);
}

int allocate(const char *name, int descriptor, off64_t from, off64_t size)
{
    Target *target = targetOf(descriptor);
    const bool growing = target && grows(descriptor, from + size);
    if (const int code = fault(target, growing ? Act::Grow : Act::Write))
        return code; // posix_fallocate() returns it
    return next<int(int, off64_t, off64_t)>(name)(descriptor, from, size);
}

int sync(const char *name, int descriptor)
{
    if (const int code = fault(targetOf(descriptor), Act::Sync))
        return fail(code);
    return next<int(int)>(name)(descriptor);
}

int faultOfChanging(const char *path)
{
    const int target = targetOf(path);
    return target < 0 || control->targets[static_cast<std::size_t>(target)].mode != Mode::ReadOnly
        ? 0
        : fault(&control->targets[static_cast<std::size_t>(target)], Act::Change);
}

mode_t modeFrom(int flags, va_list arguments)
{
    return (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : 0;
}

} // namespace

extern "C" {

int openat(int folder, const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = modeFrom(flags, arguments);
    va_end(arguments);
    return openAt("openat", folder, path, flags, mode);
}

int openat64(int folder, const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = modeFrom(flags, arguments);
    va_end(arguments);
    return openAt("openat64", folder, path, flags, mode);
}

int open(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = modeFrom(flags, arguments);
    va_end(arguments);
    return openAt("openat", AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = modeFrom(flags, arguments);
    va_end(arguments);
    return openAt("openat64", AT_FDCWD, path, flags, mode);
}

int close(int descriptor)
{
    note(descriptor, -1);
    return next<int(int)>("close")(descriptor);
}

ssize_t write(int descriptor, const void *bytes, size_t size)
{
    using Write = ssize_t(int, const void *, size_t);
    Target *target = targetOf(descriptor);
    const off64_t position = target ? ::lseek64(descriptor, 0, SEEK_CUR) : 0;
    const bool growing = target && grows(descriptor, position + static_cast<off64_t>(size));
    const bool torn = target && target->mode == Mode::Torn;
    if (const int code = fault(target, growing ? Act::Grow : Act::Write)) {
        if (torn)
            (void)next<Write>("write")(descriptor, bytes, size / 2);
        return fail(code);
    }
    return next<Write>("write")(descriptor, bytes, size);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t size, off_t position)
{
    return writeAt("pwrite", descriptor, bytes, size, position);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t size, off64_t position)
{
    return writeAt("pwrite64", descriptor, bytes, size, position);
}

int ftruncate(int descriptor, off_t size) noexcept
{
    return resize("ftruncate", descriptor, size);
}

int ftruncate64(int descriptor, off64_t size) noexcept
{
    return resize("ftruncate64", descriptor, size);
}

int posix_fallocate(int descriptor, off_t from, off_t size)
{
    return allocate("posix_fallocate", descriptor, from, size);
}

int posix_fallocate64(int descriptor, off64_t from, off64_t size)
{
    return allocate("posix_fallocate64", descriptor, from, size);
}

int fsync(int descriptor)
{
    return sync("fsync", descriptor);
}

int fdatasync(int descriptor)
{
    return sync("fdatasync", descriptor);
}

int rename(const char *from, const char *to) noexcept
{
    if (const int code = faultOfChanging(from))
        return fail(code);
    return next<int(const char *, const char *)>("rename")(from, to);
}

int unlink(const char *path) noexcept
{
    if (const int code = faultOfChanging(path))
        return fail(code);
    return next<int(const char *)>("unlink")(path);
}

} // extern "C"
