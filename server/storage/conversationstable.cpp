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

ConversationRow rowFrom(const QSqlQuery &query)
{
    ConversationRow row;
    row.user = query.value(0).toString();
    row.name = query.value(1).toString();
    row.version = query.value(2).toLongLong();
    row.last = {query.value(3).toLongLong(), query.value(4).toString(), query.value(5).toString(),
                fromTimestamp(query.value(6).toString()).value_or(0)};
    if (!query.value(7).isNull())
        row.unansweredSinceMs = fromTimestamp(query.value(7).toString());
    return row;
}

} // namespace

ConversationsTable::ConversationsTable(Database &database)
    : m_database(database)
{
}

StoreResult<Done> ConversationsTable::noteMessage(const NewMessage &message, qint64 id)
{
    // An answer by support staff clears the wait; the first message after it starts the next.
    return execute(
        m_database.statement(QStringLiteral(
            "INSERT INTO conversaciones (usuario, creada, ultimo, sin_responder, version, entrantes,"
            " salientes) VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (usuario) DO UPDATE SET ultimo = excluded.ultimo,"
            " entrantes = entrantes + excluded.entrantes, salientes = salientes + excluded.salientes,"
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
        QStringLiteral(
            "SELECT c.usuario, u.nombre, c.version, m.id, m.de_usuario, m.mensaje, m.fecha, w.fecha, %1"
            " FROM conversaciones c JOIN usuarios u ON u.usuario = c.usuario"
            " JOIN mensajes m ON m.id = c.ultimo LEFT JOIN mensajes w ON w.id = c.sin_responder"
            " WHERE (%1 < ? OR (%1 = ? AND c.ultimo < ?))"
            " AND (u.plegado LIKE ? ESCAPE '\\' OR u.nombre LIKE ? ESCAPE '\\')"
            " ORDER BY %1 DESC, c.ultimo DESC LIMIT ?")
            .arg(key));
    const auto done = execute(statement,
                              {mark->key, mark->key, mark->lastId, containsPattern(foldedName(query.text)),
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
        end.key = statement.value(8).toLongLong();
        end.lastId = page.rows.last().last.id;
    }
    statement.finish();
    return page;
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
