#pragma once

#include "storage/database.h"

namespace ventanilla {

/// The table `contadores`: the one counter that numbers everything stored, and the one that numbers
/// changes of accounts. Numbers are taken inside the transaction that uses them, which holds the
/// write lock, so their order is the order of commits. Also knows the table `epoca`.
class CountersTable
{
public:
    explicit CountersTable(Database &database);

    /// The last number handed out for what is stored.
    StoreResult<qint64> lastNumber();
    /// Records that numbers up to this one are used.
    StoreResult<Done> setLastNumber(qint64 number);

    StoreResult<qint64> lastAccountChange();
    StoreResult<qint64> takeAccountChange();

    /// Names this database; made with it.
    StoreResult<QString> epoch();

private:
    StoreResult<qint64> read(const QString &name);

    Database &m_database;
};

} // namespace ventanilla
