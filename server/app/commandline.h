#pragma once

#include <QStringList>

namespace ventanilla {

/// What the process ends with. Documented in the README; never renumbered.
enum ExitCode {
    ExitOk = 0,
    /// It could not be done: the database, the port.
    ExitFailure = 1,
    /// The command line makes no sense.
    ExitUsage = 2,
    /// A setting is wrong.
    ExitConfig = 3,
    /// No such account, or the name is taken.
    ExitAccount = 4,
};

/// Runs the command that the arguments (with the program's name in front) ask for, and returns the
/// exit code. `serve` runs the event loop of the application that the caller has made.
int runCommandLine(const QStringList &arguments);

} // namespace ventanilla
