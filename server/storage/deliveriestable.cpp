#include "storage/deliveriestable.h"

#include <algorithm>

namespace ventanilla {

DeliveriesTable::DeliveriesTable(Database &database)
    : m_database(database)
{
}

StoreResult<DeliveryChange> DeliveriesTable::advance(const Reader &recipient, const MarkRequest &request,
                                                     Numbers &numbers)
{
    QSqlQuery &query = m_database.statement(
        QStringLiteral("SELECT c.usuario, c.ultimo, c.equipo_entregado, e.hasta, e.version"
                       " FROM conversaciones c LEFT JOIN entregas e"
                       " ON e.conversacion = c.usuario AND e.receptor = ? WHERE c.usuario = ?"));
    if (auto done = execute(query, {recipient.username, request.conversation}); !done)
        return failure(done.error());
    if (!query.next())
        return failure(StoreError {StoreError::Kind::NotFound, QStringLiteral("no such conversation")});
    Delivery delivery {query.value(0).toString(), recipient.username, query.value(3).toLongLong(),
                       query.value(4).toLongLong()};
    const qint64 upTo = std::min(request.upTo, query.value(1).toLongLong());
    const qint64 staffUpTo = query.value(2).toLongLong();
    query.finish();
    if (upTo <= delivery.upTo)
        return DeliveryChange {delivery};

    delivery.upTo = upTo;
    delivery.version = numbers.take();
    const auto stored =
        execute(m_database.statement(QStringLiteral(
                    "INSERT INTO entregas (conversacion, receptor, hasta, version) VALUES (?, ?, ?, ?)"
                    " ON CONFLICT (conversacion, receptor) DO UPDATE SET hasta = excluded.hasta,"
                    " version = excluded.version")),
                {delivery.conversation, delivery.recipient, delivery.upTo, delivery.version});
    if (!stored)
        return failure(stored.error());
    DeliveryChange change {delivery, true};
    if (recipient.role == Role::Admin && upTo > staffUpTo) {
        const auto noted =
            execute(m_database.statement(QStringLiteral("UPDATE conversaciones SET equipo_entregado = ?,"
                                                        " equipo_entregado_version = ? WHERE usuario = ?")),
                    {delivery.upTo, delivery.version, delivery.conversation});
        if (!noted)
            return failure(noted.error());
        change.staffAdvanced = true;
    }
    return change;
}

} // namespace ventanilla
