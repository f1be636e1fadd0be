#include "storage/revokedtokenstable.h"

namespace ventanilla {

RevokedTokensTable::RevokedTokensTable(Database &database)
    : m_database(database)
{
}

StoreResult<QList<RevokedToken>> RevokedTokensTable::list()
{
    QSqlQuery &query = m_database.statement(QStringLiteral("SELECT huella, caduca FROM tokens_revocados"));
    if (auto done = execute(query); !done)
        return failure(done.error());
    QList<RevokedToken> tokens;
    while (query.next())
        tokens.append({query.value(0).toByteArray(), query.value(1).toLongLong()});
    return tokens;
}

StoreResult<Done> RevokedTokensTable::insert(const RevokedToken &token)
{
    return execute(m_database.statement(QStringLiteral(
                       "INSERT INTO tokens_revocados VALUES (?, ?) "
                       "ON CONFLICT (huella) DO UPDATE SET caduca = MAX(caduca, excluded.caduca)")),
                   {token.fingerprint, token.expiresAt});
}

StoreResult<Done> RevokedTokensTable::removeExpired(qint64 nowSeconds)
{
    return execute(m_database.statement(QStringLiteral("DELETE FROM tokens_revocados WHERE caduca <= ?")),
                   {nowSeconds});
}

} // namespace ventanilla
