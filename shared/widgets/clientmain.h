#pragma once

#include "widgets/clientoptions.h"

#include <QString>

#include <functional>

namespace ventanilla {

/// What tells the two programs' starts apart.
struct ClientMain {
    /// Of the executable, and of the file in which its settings are.
    const char *name = nullptr;
    /// One sentence for --help, marked for translation in the context "main".
    const char *description = nullptr;
    /// Makes the program's parts and runs it to its end; returns the exit code.
    std::function<int(const ClientOptions &, const QString &password)> run;
};

/// The main() of a program: names it, reads its command line, sets language and theme, and runs it.
/// --help and --version need no display.
int runClient(int argc, char **argv, const ClientMain &program);

} // namespace ventanilla
