#include "storage/accountstable.h"

#include "core/text.h"
#include "storage/counterstable.h"

namespace ventanilla {

namespace {

const QString columns = QStringLiteral("usuario, nombre, rol, estado, valido_desde");

AccountState stateFromWire(const QString &text)
{
    if (text == u"activa")
        return AccountState::Active;
    return text == u"deshabilitada" ? AccountState::Disabled : AccountState::Deleted;
}

Account accountFrom(const QSqlQuery &query)
{
    return {query.value(0).toString(), query.value(1).toString(),
            roleFromWire(query.value(2).toString()).value_or(Role::User),
            stateFromWire(query.value(3).toString()), query.value(4).toLongLong()};
}

} // namespace

QString toWire(AccountState state)
{
    switch (state) {
    case AccountState::Active: return QStringLiteral("activa");
    case AccountState::Disabled: return QStringLiteral("deshabilitada");
    case AccountState::Deleted: return QStringLiteral("eliminada");
    }
    return {};
}

AccountsTable::AccountsTable(Database &database)
    : m_database(database)
{
}

StoreResult<std::optional<AccountWithHash>> AccountsTable::find(const QString &username)
{
    QSqlQuery &query =
        m_database.statement(QStringLiteral("SELECT %1, pass FROM usuarios WHERE plegado = ?").arg(columns));
    if (auto done = execute(query, {foldedName(username)}); !done)
        return failure(done.error());
    std::optional<AccountWithHash> found;
    if (query.next())
        found = AccountWithHash {accountFrom(query), query.value(5).toByteArray()};
    query.finish();
    return found;
}

StoreResult<QList<Account>> AccountsTable::list()
{
    QSqlQuery &query =
        m_database.statement(QStringLiteral("SELECT %1 FROM usuarios ORDER BY plegado").arg(columns));
    if (auto done = execute(query); !done)
        return failure(done.error());
    QList<Account> accounts;
    while (query.next())
        accounts.append(accountFrom(query));
    return accounts;
}

StoreResult<AccountChanges> AccountsTable::changedAfter(qint64 change)
{
    QSqlQuery &query = m_database.statement(
        QStringLiteral("SELECT %1, cambio FROM usuarios WHERE cambio > ? ORDER BY cambio").arg(columns));
    if (auto done = execute(query, {change}); !done)
        return failure(done.error());
    AccountChanges changes {{}, change};
    while (query.next()) {
        changes.accounts.append(accountFrom(query));
        changes.upTo = query.value(5).toLongLong();
    }
    return changes;
}

StoreResult<Account> AccountsTable::insert(const NewAccount &account)
{
    const auto taken = find(account.username);
    if (!taken)
        return failure(taken.error());
    if (*taken)
        return failure(StoreError {StoreError::Kind::Conflict, QStringLiteral("the name is taken")});
    const auto change = CountersTable(m_database).takeAccountChange();
    if (!change)
        return failure(change.error());
    const auto done =
        execute(m_database.statement(QStringLiteral(
                    "INSERT INTO usuarios (usuario, nombre, rol, pass, plegado, cambio, creada)"
                    " VALUES (?, ?, ?, ?, ?, ?,"
                    " (SELECT valor FROM contadores WHERE nombre = 'numero'))")),
                {account.username, account.displayName, toWire(account.role),
                 account.passwordHash.isEmpty() ? QVariant() : QString::fromLatin1(account.passwordHash),
                 foldedName(account.username), *change});
    if (!done)
        return failure(done.error());
    return Account {account.username, account.displayName, account.role, AccountState::Active, 0};
}

StoreResult<Done> AccountsTable::setPasswordHash(const QString &username, const QByteArray &hash,
                                                 qint64 nowSeconds)
{
    return change(QStringLiteral("pass"), QString::fromLatin1(hash), username, nowSeconds);
}

StoreResult<Done> AccountsTable::setRole(const QString &username, Role role, qint64 nowSeconds)
{
    return change(QStringLiteral("rol"), toWire(role), username, nowSeconds);
}

StoreResult<Done> AccountsTable::setState(const QString &username, AccountState state, qint64 nowSeconds)
{
    return change(QStringLiteral("estado"), toWire(state), username, nowSeconds);
}

StoreResult<Done> AccountsTable::change(const QString &column, const QVariant &value, const QString &username,
                                        qint64 nowSeconds)
{
    const auto number = CountersTable(m_database).takeAccountChange();
    if (!number)
        return failure(number.error());
    // `column` is one of our own words, never input.
    QSqlQuery &query = m_database.statement(
        QStringLiteral(
            "UPDATE usuarios SET %1 = ?, valido_desde = MAX(valido_desde, ?), cambio = ? WHERE plegado = ?")
            .arg(column));
    if (auto done = execute(query, {value, nowSeconds + 1, *number, foldedName(username)}); !done)
        return failure(done.error());
    if (query.numRowsAffected() == 0)
        return failure(StoreError {StoreError::Kind::NotFound, QStringLiteral("there is no such account")});
    return Done {};
}

} // namespace ventanilla
