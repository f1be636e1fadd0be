#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace ventanilla {

/// A row of `mensajes`, as far as a test compares it.
struct StoredRow {
    qint64 id = 0;
    QString from;
    QString conversation;
    QString key;
    QString text;
};

/// What is in a database file, in the order of ids, read past all of the server's own code. Nothing if
/// it cannot be read. Not for a file that a server in this process has open.
std::optional<QList<StoredRow>> readStoredMessages(const QString &path);

} // namespace ventanilla
