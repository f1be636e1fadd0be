#pragma once

#include "storage/database.h"

namespace ventanilla {

/// The table `tokens_revocados`. Writes belong inside a Transaction.
class RevokedTokensTable
{
public:
    explicit RevokedTokensTable(Database &database);

    StoreResult<QList<RevokedToken>> list();
    /// Of the same one twice the later expiry holds.
    StoreResult<Done> insert(const RevokedToken &token);
    /// Forgets the tokens that have expired by then.
    StoreResult<Done> removeExpired(qint64 nowSeconds);

private:
    Database &m_database;
};

} // namespace ventanilla
