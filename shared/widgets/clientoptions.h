#pragma once

#include <QString>
#include <QStringList>
#include <QUrl>

#include <optional>

class QCoreApplication;

namespace ventanilla {

/// What the command line of a client says.
struct ClientOptions {
    /// Nothing: as remembered from the last time.
    std::optional<QUrl> server;
    QString username;
    /// The password is the first line of standard input; no dialog unless that fails.
    bool passwordFromStdin = false;
    /// "es", "en", or empty for the system's.
    QString language;
};

/// Whether these arguments only ask for text, so that no display is needed.
bool asksForText(int argc, const char *const *argv);

/// Reads the application's arguments. Prints and ends the process for --help and --version (code
/// 0), and for what cannot be understood (code 1).
ClientOptions parseClientOptions(const QCoreApplication &application, const QString &description);

/// The first line of standard input, without its end.
QString passwordFromStandardInput();

} // namespace ventanilla
