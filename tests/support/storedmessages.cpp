#include "support/storedmessages.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>

namespace ventanilla {

namespace {

std::optional<QList<StoredRow>> readFrom(QSqlDatabase database, const QString &path)
{
    database.setDatabaseName(path);
    database.setConnectOptions(QStringLiteral("QSQLITE_OPEN_READONLY"));
    if (!database.open())
        return std::nullopt;
    QSqlQuery query(database);
    query.setForwardOnly(true);
    if (!query.exec(QStringLiteral(
            "SELECT id, de_usuario, conversacion, clave, mensaje FROM mensajes ORDER BY id"))) {
        qWarning("cannot read %s: %s", qUtf8Printable(path), qUtf8Printable(query.lastError().text()));
        return std::nullopt;
    }
    QList<StoredRow> rows;
    while (query.next()) {
        rows.append({query.value(0).toLongLong(), query.value(1).toString(), query.value(2).toString(),
                     query.value(3).toString(), query.value(4).toString()});
    }
    return rows;
}

} // namespace

std::optional<QList<StoredRow>> readStoredMessages(const QString &path)
{
    const QString name = QStringLiteral("stored messages");
    auto rows = readFrom(QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name), path);
    QSqlDatabase::removeDatabase(name);
    return rows;
}

} // namespace ventanilla
