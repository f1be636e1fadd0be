#include "storage/readcursorstable.h"

#include "storage/messagestable.h"

#include <algorithm>

namespace ventanilla {

namespace {

/// What the reader reads is what the other side wrote.
qint64 readable(const MessageCounts &counts, const Reader &reader)
{
    return reader.role == Role::Admin ? counts.fromUser : counts.fromStaff;
}

} // namespace

ReadCursorsTable::ReadCursorsTable(Database &database)
    : m_database(database)
{
}

StoreResult<ReadChange> ReadCursorsTable::advance(const Reader &reader, const ReadRequest &request,
                                                  Numbers &numbers)
{
    const auto known = find(reader, request.conversation);
    if (!known)
        return failure(known.error());
    const qint64 upTo = std::min(request.upTo, known->newestId);
    if (request.knownVersion < known->lastRewind || upTo <= known->cursor.upTo)
        return ReadChange {known->cursor};
    return move(reader, *known, upTo, false, numbers);
}

StoreResult<ReadChange> ReadCursorsTable::rewind(const Reader &reader, const MarkRequest &request,
                                                 Numbers &numbers)
{
    const auto known = find(reader, request.conversation);
    if (!known)
        return failure(known.error());
    if (request.upTo >= known->cursor.upTo)
        return ReadChange {known->cursor};
    return move(reader, *known, request.upTo, true, numbers);
}

StoreResult<ReadCursorsTable::Known> ReadCursorsTable::find(const Reader &reader, const QString &conversation)
{
    QSqlQuery &query = m_database.statement(QStringLiteral(
        "SELECT c.usuario, c.ultimo, c.entrantes, c.salientes, c.equipo_leido, l.hasta, l.version, l.marca,"
        " l.ordinal, u.creada FROM conversaciones c JOIN usuarios u ON u.usuario = ?"
        " LEFT JOIN lecturas l ON l.conversacion = c.usuario AND l.lector = u.usuario WHERE c.usuario = ?"));
    if (auto done = execute(query, {reader.username, conversation}); !done)
        return failure(done.error());
    if (!query.next())
        return failure(StoreError {StoreError::Kind::NotFound, QStringLiteral("no such conversation")});
    Known known;
    known.cursor.conversation = query.value(0).toString();
    known.cursor.reader = reader.username;
    known.newestId = query.value(1).toLongLong();
    known.total = readable({query.value(2).toLongLong(), query.value(3).toLongLong()}, reader);
    known.staffUpTo = query.value(4).toLongLong();
    const bool hasRow = !query.value(5).isNull();
    known.cursor.upTo =
        hasRow ? query.value(5).toLongLong() : std::min(query.value(9).toLongLong(), known.newestId);
    known.cursor.version = query.value(6).toLongLong();
    known.lastRewind = query.value(7).toLongLong();
    known.cursor.ordinal = query.value(8).toLongLong();
    query.finish();

    if (!hasRow) {
        const auto counts = MessagesTable(m_database).countsUpTo(conversation, known.cursor.upTo);
        if (!counts)
            return failure(counts.error());
        known.cursor.ordinal = readable(*counts, reader);
    }
    known.cursor.unread = known.total - known.cursor.ordinal;
    return known;
}

StoreResult<ReadChange> ReadCursorsTable::move(const Reader &reader, Known known, qint64 upTo, bool back,
                                               Numbers &numbers)
{
    const auto counts = MessagesTable(m_database).countsUpTo(known.cursor.conversation, upTo);
    if (!counts)
        return failure(counts.error());
    ReadCursor &cursor = known.cursor;
    cursor.upTo = upTo;
    cursor.ordinal = readable(*counts, reader);
    cursor.unread = known.total - cursor.ordinal;
    cursor.version = numbers.take();
    const auto stored =
        execute(m_database.statement(QStringLiteral(
                    "INSERT INTO lecturas (conversacion, lector, hasta, ordinal, version, marca)"
                    " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (conversacion, lector) DO UPDATE SET"
                    " hasta = excluded.hasta, ordinal = excluded.ordinal, version = excluded.version,"
                    " marca = excluded.marca")),
                {cursor.conversation, cursor.reader, cursor.upTo, cursor.ordinal, cursor.version,
                 back ? cursor.version : known.lastRewind});
    if (!stored)
        return failure(stored.error());
    ReadChange change {cursor, true};
    // What came before an account counts as read by it, which nobody may have done: going back from
    // there is no reading.
    if (reader.role == Role::Admin && !back && cursor.upTo > known.staffUpTo) {
        if (auto noted = noteStaff(cursor); !noted)
            return failure(noted.error());
        change.staffAdvanced = true;
    }
    return change;
}

/// What the user is told of: the furthest of all staff, which never goes back.
StoreResult<Done> ReadCursorsTable::noteStaff(const ReadCursor &cursor)
{
    return execute(m_database.statement(QStringLiteral("UPDATE conversaciones SET equipo_leido = ?,"
                                                       " equipo_leido_version = ? WHERE usuario = ?")),
                   {cursor.upTo, cursor.version, cursor.conversation});
}

} // namespace ventanilla
