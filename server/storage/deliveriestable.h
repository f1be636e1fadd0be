#pragma once

#include "storage/database.h"
#include "storage/numbers.h"

namespace ventanilla {

/// The table `entregas`: how far each conversation has arrived with each account's clients. Only
/// grows. Writes belong inside a Transaction.
class DeliveriesTable
{
public:
    explicit DeliveriesTable(Database &database);

    /// No further than the newest message. NotFound if there is no such conversation.
    StoreResult<DeliveryChange> advance(const Reader &recipient, const MarkRequest &request,
                                        Numbers &numbers);

private:
    Database &m_database;
};

} // namespace ventanilla
