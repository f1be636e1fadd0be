#include "storage/messagestable.h"

#include "core/timestamp.h"

#include <algorithm>
#include <limits>

namespace ventanilla {

namespace {

const QString select = QStringLiteral(
    "SELECT m.id, m.conversacion, m.de_usuario, m.para_usuario, m.mensaje, m.fecha, m.clave, u.nombre,"
    " m.entrantes, m.salientes"
    " FROM mensajes m LEFT JOIN usuarios u ON u.usuario = m.de_usuario ");

/// Each takes the name twice, so that all are bound alike.
QString conditionFor(MessageQuery::Scope scope)
{
    switch (scope) {
    case MessageQuery::Scope::Thread: return QStringLiteral("(m.conversacion = ? AND ? IS NOT NULL)");
    case MessageQuery::Scope::ThreadAndAddressed:
        return QStringLiteral("(m.conversacion = ? OR m.para_usuario = ?)");
    case MessageQuery::Scope::WrittenOrAddressed:
        return QStringLiteral("(m.de_usuario = ? OR m.para_usuario = ?)");
    case MessageQuery::Scope::Everything: return QStringLiteral("(? IS NOT NULL AND ? IS NOT NULL)");
    }
    return {};
}

Message messageFrom(const QSqlQuery &query)
{
    Message message;
    message.id = query.value(0).toLongLong();
    message.conversation = query.value(1).toString();
    message.from = query.value(2).toString();
    message.to = query.value(3).toString();
    message.text = query.value(4).toString();
    message.sentAtMs = fromTimestamp(query.value(5).toString()).value_or(0);
    message.key = query.value(6).toString();
    message.counts = {query.value(8).toLongLong(), query.value(9).toLongLong()};
    message.fromName = query.value(7).isNull() ? message.from : query.value(7).toString();
    return message;
}

/// Of the one row, or of none.
MessageCounts countsFrom(QSqlQuery &query)
{
    MessageCounts counts;
    if (query.next())
        counts = {query.value(0).toLongLong(), query.value(1).toLongLong()};
    query.finish();
    return counts;
}

} // namespace

MessagesTable::MessagesTable(Database &database)
    : m_database(database)
{
}

StoreResult<std::optional<Message>> MessagesTable::findByKey(const QString &sender, const QString &key)
{
    QSqlQuery &query =
        m_database.statement(select + QStringLiteral("WHERE m.de_usuario = ? AND m.clave = ?"));
    if (auto done = execute(query, {sender, key}); !done)
        return failure(done.error());
    std::optional<Message> found;
    if (query.next())
        found = messageFrom(query);
    query.finish();
    return found;
}

StoreResult<MessageCounts> MessagesTable::insert(const NewMessage &message, qint64 id)
{
    QSqlQuery &query = m_database.statement(
        QStringLiteral("INSERT INTO mensajes (id, conversacion, de_usuario, para_usuario, mensaje, fecha,"
                       " clave, entrantes, salientes) SELECT ?, ?, ?, ?, ?, ?, ?,"
                       " COALESCE(MAX(c.entrantes), 0) + ?, COALESCE(MAX(c.salientes), 0) + ?"
                       " FROM conversaciones c WHERE c.usuario = ? RETURNING entrantes, salientes"));
    const auto done = execute(query,
                              {id, message.conversation, message.from, message.to, message.text,
                               toTimestamp(message.sentAtMs), message.key, message.fromStaff ? 0 : 1,
                               message.fromStaff ? 1 : 0, message.conversation});
    if (!done)
        return failure(done.error());
    return countsFrom(query);
}

StoreResult<MessageCounts> MessagesTable::countsUpTo(const QString &conversation, qint64 id)
{
    QSqlQuery &query = m_database.statement(
        QStringLiteral("SELECT entrantes, salientes FROM mensajes WHERE conversacion = ? AND id <= ?"
                       " ORDER BY id DESC LIMIT 1"));
    if (auto done = execute(query, {conversation, id}); !done)
        return failure(done.error());
    return countsFrom(query);
}

StoreResult<QList<Message>> MessagesTable::newest(int limit)
{
    QSqlQuery &statement = m_database.statement(select + QStringLiteral("ORDER BY m.id DESC LIMIT ?"));
    if (auto done = execute(statement, {limit}); !done)
        return failure(done.error());
    QList<Message> messages;
    while (statement.next())
        messages.prepend(messageFrom(statement));
    statement.finish();
    return messages;
}

StoreResult<QList<Message>> MessagesTable::read(const MessageQuery &query)
{
    const bool forward = query.range.after.has_value();
    QSqlQuery &statement =
        m_database.statement(select + QStringLiteral("WHERE ") + conditionFor(query.scope)
                             + QStringLiteral(" AND m.id > ? AND m.id < ? ORDER BY m.id %1 LIMIT ?")
                                   .arg(forward ? QStringLiteral("ASC") : QStringLiteral("DESC")));
    const auto done =
        execute(statement,
                {query.username, query.username, query.range.after.value_or(-1),
                 query.range.before.value_or(std::numeric_limits<qint64>::max()), query.range.limit});
    if (!done)
        return failure(done.error());
    QList<Message> messages;
    qint64 text = 0;
    while (text < query.range.mostText && statement.next()) {
        messages.append(messageFrom(statement));
        text += messages.last().text.size();
    }
    statement.finish();
    if (!forward)
        std::reverse(messages.begin(), messages.end());
    return messages;
}

} // namespace ventanilla
