#pragma once

#include "storage/database.h"

namespace ventanilla {

/// The table `usuarios`. Writes belong inside a Transaction.
class AccountsTable
{
public:
    explicit AccountsTable(Database &database);

    /// By name without regard to case; deleted accounts too.
    StoreResult<std::optional<AccountWithHash>> find(const QString &username);
    /// In the order of the names; deleted accounts too.
    StoreResult<QList<Account>> list();
    StoreResult<AccountChanges> changedAfter(qint64 change);

    /// Conflict if the name is taken.
    StoreResult<Account> insert(const NewAccount &account);

    // Each change ends the account's tokens: from the next whole second after `nowSeconds` on, only
    // newer ones hold. NotFound if there is no such account.
    StoreResult<Done> setPasswordHash(const QString &username, const QByteArray &hash, qint64 nowSeconds);
    StoreResult<Done> setRole(const QString &username, Role role, qint64 nowSeconds);
    StoreResult<Done> setState(const QString &username, AccountState state, qint64 nowSeconds);

private:
    StoreResult<Done> change(const QString &column, const QVariant &value, const QString &username,
                             qint64 nowSeconds);

    Database &m_database;
};

/// `activa`, `deshabilitada`, `eliminada`, as in the database and in `user list --json`.
QString toWire(AccountState state);

} // namespace ventanilla
