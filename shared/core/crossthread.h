#pragma once

#include <QMetaObject>
#include <QObject>

#include <memory>
#include <utility>

namespace ventanilla {

namespace detail {
/// Tell ThreadSanitizer of the hand-over that Qt's uninstrumented event queue makes. No-ops in
/// other builds.
void annotateRelease(void *tag);
void annotateAcquire(void *tag);
} // namespace detail

/// Runs `work` on the event loop of the thread that `context` lives in, later, never in this call.
/// This is the one way in which threads of this project meet. Work posted by one thread to one
/// context runs in the order in which it was posted. If `context` is destroyed first, `work` is
/// destroyed without being run. `work` may be move-only.
template<typename Work>
void postTo(QObject *context, Work &&work)
{
    auto boxed = std::make_shared<std::decay_t<Work>>(std::forward<Work>(work));
    detail::annotateRelease(boxed.get());
    QMetaObject::invokeMethod(
        context,
        [boxed = std::move(boxed)] {
            detail::annotateAcquire(boxed.get());
            (*boxed)();
        },
        Qt::QueuedConnection);
}

} // namespace ventanilla
