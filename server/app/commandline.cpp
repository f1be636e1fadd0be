#include "app/commandline.h"

#include "app/logfile.h"
#include "app/secret.h"
#include "app/serverapp.h"
#include "app/serverconfig.h"
#include "app/unixsignals.h"
#include "core/logging.h"
#include "ops/usercommands.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <cstdio>

namespace ventanilla {

namespace {

void printError(const QString &message)
{
    std::fprintf(stderr, "ventanilla-server: %s\n", qUtf8Printable(message));
}

int usageError(const QString &message)
{
    printError(message);
    std::fputs("Try: ventanilla-server --help\n", stderr);
    return ExitUsage;
}

constexpr const char *overview = R"(Usage: ventanilla-server COMMAND [options]

Commands:
  serve                 run the server
  user add NAME --role admin|user [--display-name TEXT] [--password-stdin]
  user list [--json]
  user passwd NAME [--password-stdin]
  user role NAME admin|user
  user disable NAME     refuse this account from now on; its history stays
  user enable NAME
  user delete NAME      the name stays taken

Passwords are asked for, or read from standard input with --password-stdin.
Every command takes the settings that `ventanilla-server serve --help` lists.

Exit codes: 0 done, 1 could not be done, 2 bad usage, 3 bad setting,
            4 no such account or name taken.
)";

/// The commands, or for `serve` its settings.
void printHelp(const QStringList &words)
{
    if (words.isEmpty() || words.first() != u"serve") {
        std::fputs(overview, stdout);
        return;
    }
    std::fputs("Usage: ventanilla-server serve [settings]\n\n"
               "  --config PATH  configuration file (INI) [VENTANILLA_CONFIG]\n",
               stdout);
    for (const ConfigKey &key : configKeys()) {
        std::printf("  --%s %s\n      %s [%s]\n", qUtf8Printable(key.flagName()),
                    qUtf8Printable(key.valueName), qUtf8Printable(key.help),
                    qUtf8Printable(key.environmentName()));
    }
    std::fputs("\nThe secret that signs tokens: JWT_SECRET, or the file JWT_SECRET_FILE. More of the log:\n"
               "QT_LOGGING_RULES, for instance \"ventanilla.net.debug=true\".\n",
               stdout);
}

void addSettings(QCommandLineParser &parser)
{
    parser.addOption(
        {QStringLiteral("config"), QStringLiteral("Configuration file (INI)."), QStringLiteral("path")});
    for (const ConfigKey &key : configKeys()) {
        parser.addOption(
            {key.flagName(), key.help + QStringLiteral(" [") + key.environmentName() + u']', key.valueName});
    }
}

Result<ServerConfig> configFrom(const QCommandLineParser &parser)
{
    ConfigSources sources;
    sources.environment = QProcessEnvironment::systemEnvironment();
    sources.file = parser.isSet(QStringLiteral("config"))
        ? parser.value(QStringLiteral("config"))
        : sources.environment.value(QStringLiteral("VENTANILLA_CONFIG"));
    for (const ConfigKey &key : configKeys()) {
        if (parser.isSet(key.flagName()))
            sources.flags.insert(key.name, parser.value(key.flagName()));
    }
    return loadServerConfig(sources);
}

/// Runs the event loop until a signal ends it.
int serveUntilTold(const ServerConfig &config, const QByteArray &secret)
{
    const SystemClock clock;
    ServerApp server(config, secret, clock);
    UnixSignals signals_;
    int exitCode = ExitOk;
    server.start([&](const Result<quint16> &port) {
        if (!port) {
            printError(port.error().message);
            exitCode = ExitFailure;
            QCoreApplication::quit();
            return;
        }
        std::printf("ventanilla-server listening on http://%s:%u\n", qUtf8Printable(config.host), *port);
        std::fflush(stdout);
    });
    QObject::connect(&signals_, &UnixSignals::terminationRequested, &server, [&server] {
        qCInfo(logApp) << "asked to end";
        server.stop([] { QCoreApplication::quit(); });
    });
    QCoreApplication::exec();
    qCInfo(logApp) << "ended";
    return exitCode;
}

int serve(const QCommandLineParser &parser)
{
    const auto config = configFrom(parser);
    if (!config) {
        printError(config.error().message);
        return ExitConfig;
    }
    if (!config->logFile.isEmpty()) {
        if (const auto logging = logToFile(config->logFile); !logging) {
            printError(logging.error().message);
            return ExitConfig;
        }
    }
    const auto secret =
        loadSecret(QProcessEnvironment::systemEnvironment(), config->jwtSecretFile, config->dataFolder);
    if (!secret) {
        printError(secret.error().message);
        return ExitConfig;
    }
    return serveUntilTold(*config, *secret);
}

int user(const QCommandLineParser &parser, const QStringList &words)
{
    const auto config = configFrom(parser);
    const auto path = config ? config->databasePath() : Result<QString>(failure(config.error()));
    if (!path) {
        printError(path.error().message);
        return ExitConfig;
    }
    UserCommand command;
    command.words = words;
    command.role = parser.value(QStringLiteral("role"));
    command.displayName = parser.value(QStringLiteral("display-name"));
    command.passwordFromStdin = parser.isSet(QStringLiteral("password-stdin"));
    command.json = parser.isSet(QStringLiteral("json"));
    command.databasePath = *path;
    command.spoolPath = config->spoolPath(*path);
    const auto done = runUserCommand(command);
    if (done)
        return ExitOk;
    if (done.error().kind == UserCommandError::Kind::Usage)
        return usageError(done.error().message);
    printError(done.error().message);
    return done.error().kind == UserCommandError::Kind::Account ? ExitAccount : ExitFailure;
}

} // namespace

int runCommandLine(const QStringList &arguments)
{
    startLog();
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Native live support: the server."));
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption version = parser.addVersionOption();
    addSettings(parser);
    parser.addOption({QStringLiteral("role"), QStringLiteral("user add: admin (support staff) or user."),
                      QStringLiteral("role")});
    parser.addOption({QStringLiteral("display-name"), QStringLiteral("user add: the name that others see."),
                      QStringLiteral("text")});
    parser.addOption(
        {QStringLiteral("password-stdin"), QStringLiteral("Read the password from standard input.")});
    parser.addOption({QStringLiteral("json"), QStringLiteral("user list: as JSON.")});
    const bool understood = parser.parse(arguments);
    const QStringList words = parser.positionalArguments();

    if (parser.isSet(version)) {
        std::printf("ventanilla-server %s\n", VENTANILLA_VERSION);
        return ExitOk;
    }
    if (parser.isSet(help)) {
        printHelp(words);
        return ExitOk;
    }
    if (!understood)
        return usageError(parser.errorText());
    if (words.size() == 1 && words.first() == u"serve")
        return serve(parser);
    if (words.size() > 1 && words.first() == u"user")
        return user(parser, words.mid(1));
    return usageError(words.isEmpty() ? QStringLiteral("no command given")
                                      : QStringLiteral("unknown command \"%1\"").arg(words.join(u' ')));
}

} // namespace ventanilla
