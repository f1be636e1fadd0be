#include "ops/usercommands.h"

#include "auth/passwordhash.h"
#include "core/clock.h"
#include "core/securefile.h"
#include "core/text.h"
#include "ops/passwordprompt.h"
#include "protocol/limits.h"
#include "storage/accountstable.h"
#include "storage/migrations.h"
#include "storage/spool.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>

namespace ventanilla {

namespace {

using Kind = UserCommandError::Kind;
using Outcome = Result<Done, UserCommandError>;

// Longer than the server's: a person waits for this, not a conversation.
constexpr int patienceMs = 5'000;

Failure<UserCommandError> fail(Kind kind, const QString &message)
{
    return failure(UserCommandError {kind, message});
}

Failure<UserCommandError> fail(const StoreError &error)
{
    const bool aboutAccount =
        error.kind == StoreError::Kind::Conflict || error.kind == StoreError::Kind::NotFound;
    return fail(aboutAccount ? Kind::Account : Kind::Failure, error.message);
}

/// A hash of a password that was asked for, or the reason why there is none.
Result<QByteArray, UserCommandError> newPasswordHash(const UserCommand &command)
{
    const auto password = readNewPassword(command.passwordFromStdin);
    if (!password)
        return fail(Kind::Usage, password.error().message);
    if (const QString problem = passwordProblem(*password); !problem.isEmpty())
        return fail(Kind::Usage, problem);
    const auto hash = hashPassword(*password);
    if (!hash)
        return fail(Kind::Failure, hash.error().message);
    return *hash;
}

template<typename Write>
Outcome write(Database &database, Write change)
{
    Transaction transaction(database);
    if (const auto begun = transaction.begin(); !begun)
        return fail(begun.error());
    AccountsTable accounts(database);
    if (const auto changed = change(accounts); !changed)
        return fail(changed.error());
    if (const auto committed = transaction.commit(); !committed)
        return fail(committed.error());
    return Done {};
}

Outcome addUser(Database &database, const UserCommand &command)
{
    const QString &name = command.words.at(1);
    const QString displayName = command.displayName.isEmpty() ? name : command.displayName;
    const auto role = roleFromWire(command.role);
    if (!role)
        return fail(Kind::Usage, QStringLiteral("--role must be admin or user"));
    if (const QString problem = usernameProblem(name); !problem.isEmpty())
        return fail(Kind::Usage, QStringLiteral("the name cannot be used: %1").arg(problem));
    if (const QString problem = displayNameProblem(displayName); !problem.isEmpty())
        return fail(Kind::Usage, QStringLiteral("the display name cannot be used: %1").arg(problem));
    if (foldedName(name) == supportMailbox && *role != Role::Admin)
        return fail(
            Kind::Usage,
            QStringLiteral(
                "\"admin\" is the support mailbox: only an account with role admin may bear the name"));
    const auto hash = newPasswordHash(command);
    if (!hash)
        return failure(hash.error());
    return write(database, [&](AccountsTable &accounts) {
        return accounts.insert({name, displayName, *role, *hash});
    });
}

/// As the commands say it; --json has the database's words.
const char *wordFor(AccountState state)
{
    switch (state) {
    case AccountState::Active: return "active";
    case AccountState::Disabled: return "disabled";
    case AccountState::Deleted: return "deleted";
    }
    return "";
}

Outcome listUsers(Database &database, const UserCommand &command)
{
    const auto accounts = AccountsTable(database).list();
    if (!accounts)
        return fail(accounts.error());
    QJsonArray rows;
    for (const Account &account : *accounts) {
        if (!command.json) {
            std::printf("%-24s %-6s %-9s %s\n", qUtf8Printable(account.username),
                        qUtf8Printable(toWire(account.role)), wordFor(account.state),
                        qUtf8Printable(account.displayName));
        }
        rows.append(QJsonObject {{QStringLiteral("usuario"), account.username},
                                 {QStringLiteral("nombre"), account.displayName},
                                 {QStringLiteral("rol"), toWire(account.role)},
                                 {QStringLiteral("estado"), toWire(account.state)}});
    }
    if (command.json)
        std::printf("%s\n", QJsonDocument(rows).toJson(QJsonDocument::Compact).constData());
    return Done {};
}

Outcome changePassword(Database &database, const UserCommand &command, qint64 now)
{
    // Asked first, so that a typing error in the name costs no password.
    const auto account = AccountsTable(database).find(command.words.at(1));
    if (!account)
        return fail(account.error());
    if (!*account)
        return fail(Kind::Account, QStringLiteral("there is no such account"));
    const auto hash = newPasswordHash(command);
    if (!hash)
        return failure(hash.error());
    return write(database, [&](AccountsTable &accounts) {
        return accounts.setPasswordHash(command.words.at(1), *hash, now);
    });
}

Outcome changeRole(Database &database, const UserCommand &command, qint64 now)
{
    const auto role = roleFromWire(command.words.value(2));
    if (!role)
        return fail(Kind::Usage, QStringLiteral("the role must be admin or user"));
    if (foldedName(command.words.at(1)) == supportMailbox && *role != Role::Admin)
        return fail(Kind::Usage,
                    QStringLiteral("\"admin\" is the support mailbox: its account keeps role admin"));
    return write(database,
                 [&](AccountsTable &accounts) { return accounts.setRole(command.words.at(1), *role, now); });
}

Outcome changeState(Database &database, const UserCommand &command, AccountState state, qint64 now)
{
    const auto account = AccountsTable(database).find(command.words.at(1));
    if (account && *account && (*account)->account.state == AccountState::Deleted)
        return fail(Kind::Account, QStringLiteral("the account was deleted, and its name stays taken"));
    return write(database,
                 [&](AccountsTable &accounts) { return accounts.setState(command.words.at(1), state, now); });
}

Outcome dispatch(Database &database, const UserCommand &command)
{
    const QString &action = command.words.first();
    const qint64 now = SystemClock().nowSeconds();
    if (action == u"list")
        return listUsers(database, command);
    if (action == u"add")
        return addUser(database, command);
    if (action == u"passwd")
        return changePassword(database, command, now);
    if (action == u"role")
        return changeRole(database, command, now);
    if (action == u"disable")
        return changeState(database, command, AccountState::Disabled, now);
    if (action == u"enable")
        return changeState(database, command, AccountState::Active, now);
    return changeState(database, command, AccountState::Deleted, now);
}

/// How many words each action takes, itself included; 0 for one there is not.
qsizetype wordsOf(const QString &action)
{
    if (action == u"list")
        return 1;
    if (action == u"role")
        return 3;
    const QStringList others {QStringLiteral("add"), QStringLiteral("passwd"), QStringLiteral("disable"),
                              QStringLiteral("enable"), QStringLiteral("delete")};
    return others.contains(action) ? 2 : 0;
}

} // namespace

Result<Done, UserCommandError> runUserCommand(const UserCommand &command)
{
    const qsizetype expected = wordsOf(command.words.value(0));
    if (expected == 0)
        return fail(Kind::Usage, QStringLiteral("unknown command \"user %1\"").arg(command.words.value(0)));
    if (command.words.size() != expected)
        return fail(Kind::Usage,
                    QStringLiteral("\"user %1\" takes %2; see --help")
                        .arg(command.words.first(),
                             expected == 1       ? QStringLiteral("no name")
                                 : expected == 2 ? QStringLiteral("one name")
                                                 : QStringLiteral("a name and a role")));
    // A mistyped path must not look like a database without accounts.
    if (!QFileInfo::exists(command.databasePath)) {
        if (command.words.first() != u"add")
            return fail(Kind::Failure,
                        QStringLiteral("there is no database at %1").arg(command.databasePath));
        if (const auto safe = guardLostDatabase(command.databasePath, command.spoolPath); !safe)
            return fail(Kind::Failure, safe.error().message);
    }
    if (const auto made = makePrivateFolder(QFileInfo(command.databasePath).absolutePath()); !made)
        return fail(Kind::Failure, made.error().message);
    Database database({command.databasePath, patienceMs});
    if (const auto opened = database.open(); !opened)
        return fail(opened.error());
    if (const auto migrated = migrate(database); !migrated)
        return fail(migrated.error());
    return dispatch(database, command);
}

} // namespace ventanilla
