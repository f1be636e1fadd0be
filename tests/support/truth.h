#pragma once

#include "support/ledger.h"

#include <optional>

namespace ventanilla {

/// What the database says now, read past all of the server's own code, and counted instead of taken from
/// its running counts.
struct Truth {
    struct Conversation {
        QList<KeptMessage> messages;
        /// Ids of the last messages that the user, and anybody of the staff, has read and got.
        qint64 userReadUpTo = 0;
        qint64 userGotUpTo = 0;
        qint64 staffReadUpTo = 0;
        qint64 staffGotUpTo = 0;
        /// By account: the messages of the other side behind its cursor.
        QHash<QString, qint64> unread;
    };

    QList<KeptMessage> messages;
    QHash<QString, Conversation> conversations;

    /// Nothing if the file cannot be read. The accounts are those whose unread messages are counted.
    static std::optional<Truth> read(const QString &path, const QStringList &staff);
};

} // namespace ventanilla
