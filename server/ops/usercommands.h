#pragma once

#include "core/result.h"

#include <QString>
#include <QStringList>

namespace ventanilla {

/// `ventanilla-server user …` as given on the command line.
struct UserCommand {
    /// What stands behind `user`: the action, the name, and for `role` the role.
    QStringList words;
    QString role;
    QString displayName;
    bool passwordFromStdin = false;
    bool json = false;
    QString databasePath;
    /// Of the server's spool. Where it is without its database, no new one is made.
    QString spoolPath;
};

struct UserCommandError {
    enum class Kind { Usage, Account, Failure };

    Kind kind = Kind::Failure;
    QString message;
};

/// Runs the command against the database, which a running server may be using: each change is one
/// transaction, and the server notices within a second. Blocking. Results go to standard output.
Result<Done, UserCommandError> runUserCommand(const UserCommand &command);

} // namespace ventanilla
