#include "app/commandline.h"

#include <QCoreApplication>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace {

/// Gives large blocks back to the system as soon as they are free. glibc would learn from the first
/// of them to keep the next ones in its heap, of which little is ever given back: after a flood of
/// large requests the process stays as large as it was in its worst moment.
void returnLargeBlocks()
{
#ifdef __GLIBC__
    constexpr int largeBytes = 64 * 1024;
    mallopt(M_MMAP_THRESHOLD, largeBytes);
#endif
}

} // namespace

int main(int argc, char *argv[])
{
    returnLargeBlocks();
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("ventanilla-server"));
    QCoreApplication::setApplicationVersion(QStringLiteral(VENTANILLA_VERSION));
    return ventanilla::runCommandLine(QCoreApplication::arguments());
}
