#include "storage/counterstable.h"

namespace ventanilla {

namespace {

const QString numberName = QStringLiteral("numero");
const QString accountsName = QStringLiteral("cuentas");

} // namespace

CountersTable::CountersTable(Database &database)
    : m_database(database)
{
}

StoreResult<qint64> CountersTable::lastNumber()
{
    return read(numberName);
}

StoreResult<Done> CountersTable::setLastNumber(qint64 number)
{
    return execute(m_database.statement(QStringLiteral("UPDATE contadores SET valor = ? WHERE nombre = ?")),
                   {number, numberName});
}

StoreResult<qint64> CountersTable::lastAccountChange()
{
    return read(accountsName);
}

StoreResult<qint64> CountersTable::takeAccountChange()
{
    const auto done = execute(
        m_database.statement(QStringLiteral("UPDATE contadores SET valor = valor + 1 WHERE nombre = ?")),
        {accountsName});
    if (!done)
        return failure(done.error());
    return read(accountsName);
}

StoreResult<QString> CountersTable::epoch()
{
    QSqlQuery &query = m_database.statement(QStringLiteral("SELECT valor FROM epoca"));
    if (auto done = execute(query); !done)
        return failure(done.error());
    if (!query.next())
        return failure(
            StoreError {StoreError::Kind::Unavailable, QStringLiteral("the database has no epoch")});
    const QString epoch = query.value(0).toString();
    query.finish();
    return epoch;
}

StoreResult<qint64> CountersTable::read(const QString &name)
{
    QSqlQuery &query = m_database.statement(QStringLiteral("SELECT valor FROM contadores WHERE nombre = ?"));
    if (auto done = execute(query, {name}); !done)
        return failure(done.error());
    if (!query.next())
        return failure(
            StoreError {StoreError::Kind::Unavailable, QStringLiteral("the database has lost a counter")});
    const qint64 value = query.value(0).toLongLong();
    query.finish();
    return value;
}

} // namespace ventanilla
