#include "storage/conversationstable.h"

#include "core/text.h"
#include "core/timestamp.h"

#include <limits>

namespace ventanilla {

namespace {

/// Where a page ended: the sort key of its last row, and that row's last message to tell rows with
/// the same key apart. On the wire it is opaque.
struct PageMark {
    ConversationOrder order = ConversationOrder::Recent;
    qint64 key = std::numeric_limits<qint64>::max();
    qint64 lastId = std::numeric_limits<qint64>::max();

    QString encode() const
    {
        const QByteArray plain = QByteArray::number(static_cast<int>(order)) + '.' + QByteArray::number(key)
            + '.' + QByteArray::number(lastId);
        return QString::fromLatin1(
            plain.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
    }

    static std::optional<PageMark> decode(const QString &text, ConversationOrder order)
    {
        if (text.isEmpty())
            return PageMark {order};
        const QByteArrayList parts =
            QByteArray::fromBase64(text.toLatin1(), QByteArray::Base64UrlEncoding).split('.');
        if (parts.size() != 3 || parts[0] != QByteArray::number(static_cast<int>(order)))
            return std::nullopt;
        bool keyOk = false;
        bool idOk = false;
        const PageMark mark {order, parts[1].toLongLong(&keyOk), parts[2].toLongLong(&idOk)};
        return keyOk && idOk ? std::optional(mark) : std::nullopt;
    }
};

/// Sorted downwards by this, then by the last message.
QString sortKey(ConversationOrder order)
{
    switch (order) {
    case ConversationOrder::Recent: return QStringLiteral("c.ultimo");
    case ConversationOrder::Created: return QStringLiteral("c.creada");
    case ConversationOrder::LongestWaiting:
        return QStringLiteral("-COALESCE(c.sin_responder, 9007199254740991)");
    }
    return {};
}

/// A LIKE pattern that matches this text anywhere and nothing else.
QString containsPattern(QString text)
{
    text.replace(u'\\', QStringLiteral("\\\\"))
        .replace(u'%', QStringLiteral("\\%"))
        .replace(u'_', QStringLiteral("\\_"));
    return u'%' + text + u'%';
}

/// Of the reader: what is read, or what there was when the account was made.
const QString readOrdinal =
    QStringLiteral("COALESCE(l.ordinal, (SELECT p.entrantes FROM mensajes p WHERE p.conversacion = c.usuario"
                   " AND p.id <= lector.creada ORDER BY p.id DESC LIMIT 1), 0)");

/// Takes the reader's name.
const QString rowSelect =
    QStringLiteral(
        "SELECT c.usuario, u.nombre, c.version, m.id, m.de_usuario, m.mensaje, m.fecha, w.fecha, c.estado,"
        " c.asignada_a, c.entrantes, c.salientes, COALESCE(l.hasta, MIN(lector.creada, c.ultimo)),"
        " COALESCE(l.version, 0), %1, COALESCE(lu.hasta, 0), COALESCE(eu.hasta, 0)")
        .arg(readOrdinal);
const QString rowTables =
    QStringLiteral(" FROM conversaciones c JOIN usuarios u ON u.usuario = c.usuario JOIN usuarios lector ON "
                   "lector.usuario = ?"
                   " JOIN mensajes m ON m.id = c.ultimo LEFT JOIN mensajes w ON w.id = c.sin_responder"
                   " LEFT JOIN lecturas l ON l.conversacion = c.usuario AND l.lector = lector.usuario"
                   " LEFT JOIN lecturas lu ON lu.conversacion = c.usuario AND lu.lector = c.usuario"
                   " LEFT JOIN entregas eu ON eu.conversacion = c.usuario AND eu.receptor = c.usuario");
constexpr int columnBehindRow = 17;

ConversationRow rowFrom(const QSqlQuery &query)
{
    const auto number = [&query](int column) { return query.value(column).toLongLong(); };
    ConversationRow row;
    row.user = query.value(0).toString();
    row.name = query.value(1).toString();
    row.version = number(2);
    row.last = {number(3), query.value(4).toString(), query.value(5).toString(),
                fromTimestamp(query.value(6).toString()).value_or(0)};
    if (!query.value(7).isNull())
        row.unansweredSinceMs = fromTimestamp(query.value(7).toString());
    row.state = conversationStateFromWire(query.value(8).toString()).value_or(ConversationState::Open);
    row.assignedTo = query.value(9).toString();
    row.counts = {number(10), number(11)};
    row.ownReading = {number(12), number(13), number(14)};
    row.userReadUpTo = number(15);
    row.userGotUpTo = number(16);
    return row;
}

/// Each condition by itself, of our own words only.
QString conditionOf(const ConversationFilter &filter)
{
    QString condition;
    if (filter.own)
        condition += QStringLiteral(" AND c.asignada_a = lector.usuario");
    if (filter.unassigned)
        condition += QStringLiteral(" AND c.asignada_a IS NULL");
    if (filter.unread)
        condition += QStringLiteral(" AND c.entrantes > ") + readOrdinal;
    if (filter.open)
        condition += QStringLiteral(" AND c.estado <> 'cerrada'");
    if (filter.closed)
        condition += QStringLiteral(" AND c.estado = 'cerrada'");
    return condition;
}

} // namespace

ConversationsTable::ConversationsTable(Database &database)
    : m_database(database)
{
}

StoreResult<Done> ConversationsTable::noteMessage(const NewMessage &message, qint64 id)
{
    // An answer by support staff clears the wait; the first message after it starts the next. What is
    // asked in a closed conversation opens it, and that is a change of the row.
    return execute(
        m_database.statement(QStringLiteral(
            "INSERT INTO conversaciones (usuario, creada, ultimo, sin_responder, version, entrantes,"
            " salientes) VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (usuario) DO UPDATE SET ultimo = excluded.ultimo,"
            " entrantes = entrantes + excluded.entrantes, salientes = salientes + excluded.salientes,"
            " estado = CASE WHEN estado = 'cerrada' AND excluded.entrantes > 0 THEN 'abierta' ELSE estado "
            "END,"
            " version = CASE WHEN estado = 'cerrada' AND excluded.entrantes > 0 THEN excluded.version"
            " ELSE version END,"
            " sin_responder = CASE WHEN excluded.sin_responder IS NULL THEN NULL"
            " ELSE COALESCE(sin_responder, excluded.sin_responder) END")),
        {message.conversation, id, id, message.fromStaff ? QVariant() : QVariant(id), id,
         message.fromStaff ? 0 : 1, message.fromStaff ? 1 : 0});
}

StoreResult<ConversationPage> ConversationsTable::read(const ConversationQuery &query)
{
    const auto mark = PageMark::decode(query.after, query.order);
    if (!mark)
        return failure(StoreError {StoreError::Kind::BadRequest, QStringLiteral("not a mark of this list")});
    const QString key = sortKey(query.order);
    QSqlQuery &statement = m_database.statement(
        rowSelect + QStringLiteral(", %1").arg(key) + rowTables
        + QStringLiteral(" WHERE (%1 < ? OR (%1 = ? AND c.ultimo < ?))"
                         " AND (u.plegado LIKE ? ESCAPE '\\' OR u.nombre LIKE ? ESCAPE '\\')")
              .arg(key)
        + conditionOf(query.filter) + QStringLiteral(" ORDER BY %1 DESC, c.ultimo DESC LIMIT ?").arg(key));
    const auto done =
        execute(statement,
                {query.reader, mark->key, mark->key, mark->lastId, containsPattern(foldedName(query.text)),
                 containsPattern(query.text), query.limit + 1});
    if (!done)
        return failure(done.error());
    ConversationPage page;
    PageMark end = *mark;
    while (statement.next()) {
        if (page.rows.size() == query.limit) {
            page.next = end.encode();
            break;
        }
        page.rows.append(rowFrom(statement));
        end.key = statement.value(columnBehindRow).toLongLong();
        end.lastId = page.rows.last().last.id;
    }
    statement.finish();
    return page;
}

StoreResult<QList<ConversationRow>> ConversationsTable::changedAfter(const QString &reader, qint64 version,
                                                                     int limit)
{
    QSqlQuery &query = m_database.statement(
        rowSelect + rowTables + QStringLiteral(" WHERE c.version > ? ORDER BY c.version LIMIT ?"));
    if (auto done = execute(query, {reader, version, limit}); !done)
        return failure(done.error());
    QList<ConversationRow> rows;
    while (query.next())
        rows.append(rowFrom(query));
    return rows;
}

StoreResult<OwnThread> ConversationsTable::ownThread(const QString &user)
{
    QSqlQuery &query = m_database.statement(QStringLiteral(
        "SELECT c.entrantes, c.salientes, COALESCE(l.hasta, MIN(u.creada, c.ultimo)), COALESCE(l.version, 0),"
        " COALESCE(l.ordinal, (SELECT p.salientes FROM mensajes p WHERE p.conversacion = c.usuario"
        " AND p.id <= u.creada ORDER BY p.id DESC LIMIT 1), 0), c.equipo_leido, c.equipo_entregado"
        " FROM conversaciones c JOIN usuarios u ON u.usuario = c.usuario"
        " LEFT JOIN lecturas l ON l.conversacion = c.usuario AND l.lector = c.usuario"
        " WHERE c.usuario = ?"));
    if (auto done = execute(query, {user}); !done)
        return failure(done.error());
    OwnThread thread;
    if (query.next()) {
        const auto number = [&query](int column) { return query.value(column).toLongLong(); };
        thread = {{number(0), number(1)}, {number(2), number(3), number(4)}, number(5), number(6)};
    }
    query.finish();
    return thread;
}

StoreResult<QStringList> ConversationsTable::usersWithMessages()
{
    QSqlQuery &query = m_database.statement(
        QStringLiteral("SELECT c.usuario FROM conversaciones c JOIN usuarios u ON u.usuario = c.usuario"
                       " WHERE u.rol = 'user' ORDER BY c.usuario"));
    if (auto done = execute(query); !done)
        return failure(done.error());
    QStringList users;
    while (query.next())
        users.append(query.value(0).toString());
    return users;
}

} // namespace ventanilla
