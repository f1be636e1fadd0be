#include "storage/synchronization.h"

#include "storage/conversationstable.h"
#include "storage/counterstable.h"
#include "storage/messagestable.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace ventanilla {

namespace {

/// Cuts the lists, of which each is whole up to its own limit, behind the query's limit of entries, and
/// behind the last message if there is more text than a page takes.
void cut(SyncPage &page, const SyncQuery &query)
{
    qint64 last = page.cursor;
    const qint64 text =
        std::accumulate(page.messages.begin(), page.messages.end(), qint64(0),
                        [](qint64 sum, const Message &message) { return sum + message.text.size(); });
    if (text >= query.mostText)
        last = *page.messages.last().id;
    std::vector<qint64> numbers;
    for (const Message &message : page.messages)
        numbers.push_back(*message.id);
    for (const ReadCursor &read : page.reads)
        numbers.push_back(read.version);
    for (const Delivery &delivery : page.deliveries)
        numbers.push_back(delivery.version);
    for (const ConversationRow &row : page.conversations)
        numbers.push_back(row.version);
    if (static_cast<qint64>(numbers.size()) > query.limit) {
        std::sort(numbers.begin(), numbers.end());
        // A new conversation has its first message's number: what has one number comes together.
        last = std::min(last, numbers[static_cast<std::size_t>(query.limit) - 1]);
    }
    if (last == page.cursor)
        return;
    const auto behind = [last](qint64 number) { return number > last; };
    page.messages.removeIf([&](const Message &message) { return behind(*message.id); });
    page.reads.removeIf([&](const ReadCursor &read) { return behind(read.version); });
    page.deliveries.removeIf([&](const Delivery &delivery) { return behind(delivery.version); });
    page.conversations.removeIf([&](const ConversationRow &row) { return behind(row.version); });
    page.cursor = last;
    page.more = true;
}

/// A statement for staff takes the number and the limit; one for an end user has two halves, of the
/// user and of the staff. Qt cannot bind `?1`, so what is said twice is bound twice.
StoreResult<Done> executeFor(const SyncQuery &query, QSqlQuery &statement)
{
    const QString &user = query.who.username;
    return query.who.role == Role::Admin
        ? execute(statement, {query.after, query.limit + 1})
        : execute(statement, {user, user, query.after, user, query.after, query.limit + 1});
}

} // namespace

Synchronization::Synchronization(Database &database)
    : m_database(database)
{
}

StoreResult<SyncPage> Synchronization::read(const SyncQuery &query)
{
    ReadTransaction snapshot(m_database);
    if (auto begun = snapshot.begin(); !begun)
        return failure(begun.error());
    const auto last = CountersTable(m_database).lastNumber();
    if (!last)
        return failure(last.error());
    SyncPage page;
    page.cursor = *last;
    for (const auto part : {&Synchronization::readMessages, &Synchronization::readReads,
                            &Synchronization::readDeliveries, &Synchronization::readConversations}) {
        if (auto done = (this->*part)(query, page); !done)
            return failure(done.error());
    }
    cut(page, query);
    return page;
}

StoreResult<Done> Synchronization::readMessages(const SyncQuery &query, SyncPage &page)
{
    MessageQuery messages;
    messages.scope = query.who.role == Role::Admin ? MessageQuery::Scope::Everything
        : query.alsoAddressed                      ? MessageQuery::Scope::ThreadAndAddressed
                                                   : MessageQuery::Scope::Thread;
    messages.username = query.who.username;
    messages.range.after = query.after;
    messages.range.limit = query.limit + 1;
    messages.range.mostText = query.mostText;
    auto found = MessagesTable(m_database).read(messages);
    if (!found)
        return failure(found.error());
    page.messages = *std::move(found);
    return Done {};
}

StoreResult<Done> Synchronization::readReads(const SyncQuery &query, SyncPage &page)
{
    const bool staff = query.who.role == Role::Admin;
    // What an end user is told of the staff has no reader; of the user's own there is one row.
    QSqlQuery &statement = m_database.statement(
        staff ? QStringLiteral("SELECT l.conversacion, l.lector, l.hasta, l.version, l.ordinal,"
                               " CASE WHEN l.lector = l.conversacion THEN c.salientes ELSE c.entrantes END"
                               " FROM lecturas l JOIN conversaciones c ON c.usuario = l.conversacion"
                               " WHERE l.version > ? ORDER BY l.version LIMIT ?")
              : QStringLiteral("SELECT l.conversacion, l.lector, l.hasta, l.version, l.ordinal, c.salientes"
                               " FROM lecturas l JOIN conversaciones c ON c.usuario = l.conversacion"
                               " WHERE l.conversacion = ? AND l.lector = ? AND l.version > ?"
                               " UNION ALL SELECT usuario, '', equipo_leido, equipo_leido_version, 0, 0"
                               " FROM conversaciones WHERE usuario = ? AND equipo_leido_version > ?"
                               " ORDER BY 4 LIMIT ?"));
    if (const auto done = executeFor(query, statement); !done)
        return done;
    while (statement.next()) {
        const qint64 ordinal = statement.value(4).toLongLong();
        page.reads.append({statement.value(0).toString(), statement.value(1).toString(),
                           statement.value(2).toLongLong(), statement.value(3).toLongLong(), ordinal,
                           statement.value(5).toLongLong() - ordinal});
    }
    statement.finish();
    return Done {};
}

StoreResult<Done> Synchronization::readDeliveries(const SyncQuery &query, SyncPage &page)
{
    const bool staff = query.who.role == Role::Admin;
    QSqlQuery &statement = m_database.statement(
        staff ? QStringLiteral("SELECT conversacion, receptor, hasta, version FROM entregas"
                               " WHERE version > ? ORDER BY version LIMIT ?")
              : QStringLiteral("SELECT conversacion, receptor, hasta, version FROM entregas"
                               " WHERE conversacion = ? AND receptor = ? AND version > ?"
                               " UNION ALL SELECT usuario, '', equipo_entregado, equipo_entregado_version"
                               " FROM conversaciones WHERE usuario = ? AND equipo_entregado_version > ?"
                               " ORDER BY 4 LIMIT ?"));
    if (const auto done = executeFor(query, statement); !done)
        return done;
    while (statement.next())
        page.deliveries.append({statement.value(0).toString(), statement.value(1).toString(),
                                statement.value(2).toLongLong(), statement.value(3).toLongLong()});
    statement.finish();
    return Done {};
}

StoreResult<Done> Synchronization::readConversations(const SyncQuery &query, SyncPage &page)
{
    if (query.who.role != Role::Admin)
        return Done {};
    auto rows = ConversationsTable(m_database)
                    .changedAfter(query.who.username, query.after, static_cast<int>(query.limit) + 1);
    if (!rows)
        return failure(rows.error());
    page.conversations = *std::move(rows);
    return Done {};
}

} // namespace ventanilla
