#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>

namespace ventanilla {

/// Makes `path` an existing folder that only its owner can enter (0700) if it was not there.
Result<Done> makePrivateFolder(const QString &path);

/// Makes an empty file with mode 0600 if there is none. An existing one is left as it is.
Result<Done> makePrivateFile(const QString &path);

/// Replaces `path` by a file with this content, mode 0600, synced to disk, all or nothing.
Result<Done> writePrivateFile(const QString &path, const QByteArray &content);

/// The same without syncing: all or nothing if this process is killed, but perhaps neither after a
/// power cut, unless syncFile() has been called since. Takes microseconds.
Result<Done> replacePrivateFile(const QString &path, const QByteArray &content);

/// Waits until the file and its name are on the disk.
Result<Done> syncFile(const QString &path);

/// Reads at most `limit` bytes; a larger file is an error.
Result<QByteArray> readSmallFile(const QString &path, qint64 limit = 64 * 1024);

} // namespace ventanilla
