#pragma once

#include "storage/database.h"

namespace ventanilla {

/// Reads what has happened since a number, across all tables that take numbers, as one consistent
/// state of the database. Costs what it returns, not what there is.
class Synchronization
{
public:
    explicit Synchronization(Database &database);

    StoreResult<SyncPage> read(const SyncQuery &query);

private:
    StoreResult<Done> readMessages(const SyncQuery &query, SyncPage &page);
    StoreResult<Done> readReads(const SyncQuery &query, SyncPage &page);
    StoreResult<Done> readDeliveries(const SyncQuery &query, SyncPage &page);
    StoreResult<Done> readConversations(const SyncQuery &query, SyncPage &page);

    Database &m_database;
};

} // namespace ventanilla
