#pragma once

#include "storage/database.h"
#include "storage/numbers.h"

namespace ventanilla {

/// The table `lecturas`: how far each account has read each conversation. Without a row, an account
/// has read what there was when it was made. Writes belong inside a Transaction. No count is ever
/// made by counting.
class ReadCursorsTable
{
public:
    explicit ReadCursorsTable(Database &database);

    /// Moves the reader's cursor forward, no further than the newest message. Nothing changes if it is
    /// there already, or if the request is older than a mark as unread. NotFound if there is no such
    /// conversation.
    StoreResult<ReadChange> advance(const Reader &reader, const ReadRequest &request, Numbers &numbers);

    /// Moves it back, so that what follows `upTo` is unread. Nothing changes if it is no further.
    StoreResult<ReadChange> rewind(const Reader &reader, const MarkRequest &request, Numbers &numbers);

private:
    /// A cursor, and what is needed to judge a change of it.
    struct Known {
        ReadCursor cursor;
        qint64 lastRewind = 0;
        qint64 newestId = 0;
        /// Messages of the side that the reader reads.
        qint64 total = 0;
        qint64 staffUpTo = 0;
    };

    StoreResult<Known> find(const Reader &reader, const QString &conversation);
    StoreResult<ReadChange> move(const Reader &reader, Known known, qint64 upTo, bool back, Numbers &numbers);
    StoreResult<Done> noteStaff(const ReadCursor &cursor);

    Database &m_database;
};

} // namespace ventanilla
