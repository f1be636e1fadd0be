#include "core/securefile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ventanilla {

namespace {

Error systemError(const QString &what, const QString &path)
{
    return {QStringLiteral("%1 %2: %3").arg(what, path, QString::fromLocal8Bit(std::strerror(errno)))};
}

bool writeAll(int descriptor, QByteArrayView content)
{
    while (!content.isEmpty()) {
        const ssize_t written = ::write(descriptor, content.data(), static_cast<std::size_t>(content.size()));
        if (written < 0 && errno != EINTR)
            return false;
        content = content.sliced(std::max<ssize_t>(written, 0));
    }
    return true;
}

} // namespace

Result<Done> makePrivateFolder(const QString &path)
{
    if (QFileInfo(path).isDir())
        return Done {};
    const QString parent = QFileInfo(QDir::cleanPath(QFileInfo(path).absoluteFilePath())).path();
    if (!QDir().mkpath(parent))
        return failure(systemError(QStringLiteral("cannot make the folder"), parent));
    // EEXIST: another process was faster, or there is something that is no folder.
    if (::mkdir(QFile::encodeName(path).constData(), 0700) != 0
        && (errno != EEXIST || !QFileInfo(path).isDir()))
        return failure(systemError(QStringLiteral("cannot make the folder"), path));
    return Done {};
}

Result<Done> makePrivateFile(const QString &path)
{
    // O_CREAT with the mode, not a chmod afterwards: at no moment can somebody else open it. O_EXCL,
    // because opening and closing an existing file would drop every lock that this process holds on
    // it (fcntl(2)), and SQLite's locks are of that kind.
    const int descriptor =
        ::open(QFile::encodeName(path).constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return errno == EEXIST && !QFileInfo(path).isDir()
            ? Result<Done>(Done {})
            : failure(systemError(QStringLiteral("cannot make the file"), path));
    ::close(descriptor);
    return Done {};
}

Result<Done> writePrivateFile(const QString &path, const QByteArray &content)
{
    // QSaveFile's temporary is 0600 already; an older file's mode would be copied over, so set it.
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly)
        || !file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner)
        || file.write(content) != content.size() || !file.flush() || ::fsync(file.handle()) != 0
        || !file.commit())
        return failure(Error {QStringLiteral("cannot write %1: %2").arg(path, file.errorString())});
    return Done {};
}

Result<Done> replacePrivateFile(const QString &path, const QByteArray &content)
{
    const QByteArray target = QFile::encodeName(path);
    const QByteArray fresh = target + ".new";
    ::unlink(fresh.constData()); // of a process that was killed here
    const int descriptor = ::open(fresh.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return failure(systemError(QStringLiteral("cannot make the file"), path));
    const bool written = writeAll(descriptor, content);
    const int problem = errno;
    ::close(descriptor);
    if (written && ::rename(fresh.constData(), target.constData()) == 0)
        return Done {};
    if (!written)
        errno = problem;
    const Error error = systemError(QStringLiteral("cannot write"), path);
    ::unlink(fresh.constData());
    return failure(error);
}

Result<Done> syncFile(const QString &path)
{
    for (const QString &name : {path, QFileInfo(path).path()}) {
        const int descriptor = ::open(QFile::encodeName(name).constData(), O_RDONLY | O_CLOEXEC);
        const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
        const Error error = systemError(QStringLiteral("cannot sync"), name);
        if (descriptor >= 0)
            ::close(descriptor);
        if (!synced)
            return failure(error);
    }
    return Done {};
}

Result<QByteArray> readSmallFile(const QString &path, qint64 limit)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(Error {QStringLiteral("cannot read %1: %2").arg(path, file.errorString())});
    QByteArray content = file.read(limit + 1);
    if (content.size() > limit)
        return failure(Error {QStringLiteral("%1 is larger than %2 bytes").arg(path).arg(limit)});
    return content;
}

} // namespace ventanilla
