#pragma once

#include "storage/accountstable.h"
#include "storage/migrations.h"

#include <QTemporaryDir>

namespace ventanilla {

/// A database file of its own for one test, with a connection to it on the test's thread.
class TemporaryDatabase
{
public:
    explicit TemporaryDatabase(int patienceMs = 250)
        : config {folder.filePath(QStringLiteral("test.sqlite")), patienceMs}
        , database(config)
    {
    }

    /// Opens, migrates, and makes these accounts with role user, and `root` with role admin.
    bool prepare(const QStringList &users = {})
    {
        if (!database.open() || !migrate(database))
            return false;
        bool made = AccountsTable(database)
                        .insert({QStringLiteral("root"), QStringLiteral("Root"), Role::Admin, {}})
                        .ok();
        for (const QString &user : users)
            made = made && AccountsTable(database).insert({user, user.toUpper(), Role::User, {}}).ok();
        return made;
    }

    /// The first value of the first row.
    QVariant value(const QString &sql)
    {
        QSqlQuery &query = database.statement(sql);
        const QVariant found = execute(query) && query.next() ? query.value(0) : QVariant();
        query.finish();
        return found;
    }

    QTemporaryDir folder;
    DatabaseConfig config;
    Database database;
};

/// A message of a user to the mailbox.
inline NewMessage messageFrom(const QString &user, const QString &text, const QString &key)
{
    return {user, user.toUpper(), QStringLiteral("admin"), text, 1'795'406'400'000, key, user, false};
}

/// An answer to that user.
inline NewMessage messageTo(const QString &user, const QString &text, const QString &key)
{
    return {QStringLiteral("root"), QStringLiteral("Root"), user, text, 1'795'406'400'000, key, user, true};
}

} // namespace ventanilla
