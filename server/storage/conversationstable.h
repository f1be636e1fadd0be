#pragma once

#include "storage/database.h"

namespace ventanilla {

/// The table `conversaciones`: one row for each end user who has messages. Writes belong inside a
/// Transaction.
class ConversationsTable
{
public:
    explicit ConversationsTable(Database &database);

    /// Takes a message that was just inserted with this id; the first one makes the row.
    StoreResult<Done> noteMessage(const NewMessage &message, qint64 id);

    /// A page of the list. `online` is not known here and stays false. BadRequest if `after` was
    /// not made by an earlier page in the same order.
    StoreResult<ConversationPage> read(const ConversationQuery &query);
    /// Rows whose version is above this, by version, as this account sees them.
    StoreResult<QList<ConversationRow>> changedAfter(const QString &reader, qint64 version, int limit);
    /// The thread as its end user sees it; zeros if it has no messages.
    StoreResult<OwnThread> ownThread(const QString &user);
    StoreResult<QStringList> usersWithMessages();

private:
    Database &m_database;
};

} // namespace ventanilla
