#include "core/crossthread.h"

#if defined(__SANITIZE_THREAD__)
#define VENTANILLA_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define VENTANILLA_TSAN 1
#endif
#endif

#ifdef VENTANILLA_TSAN
extern "C" void __tsan_release(void *);
extern "C" void __tsan_acquire(void *);
#endif

namespace ventanilla::detail {

void annotateRelease([[maybe_unused]] void *tag)
{
#ifdef VENTANILLA_TSAN
    __tsan_release(tag);
#endif
}

void annotateAcquire([[maybe_unused]] void *tag)
{
#ifdef VENTANILLA_TSAN
    __tsan_acquire(tag);
#endif
}

} // namespace ventanilla::detail
