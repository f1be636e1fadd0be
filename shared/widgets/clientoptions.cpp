#include "widgets/clientoptions.h"

#include "client/clientsettings.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>

#include <cstdio>
#include <cstdlib>

namespace ventanilla {

namespace {

struct ClientOptionsWords {
    Q_DECLARE_TR_FUNCTIONS(ventanilla::ClientOptions)
};

constexpr qint64 longestPasswordLine = 1024;

[[noreturn]] void refuse(const QString &words)
{
    std::fprintf(stderr, "%s\n", qUtf8Printable(words));
    std::exit(EXIT_FAILURE);
}

} // namespace

bool asksForText(int argc, const char *const *argv)
{
    const QStringList asking {QStringLiteral("-h"), QStringLiteral("--help"), QStringLiteral("--help-all"),
                              QStringLiteral("-v"), QStringLiteral("--version")};
    for (int number = 1; number < argc; ++number) {
        if (asking.contains(QString::fromLocal8Bit(argv[number])))
            return true;
    }
    return false;
}

ClientOptions parseClientOptions(const QCoreApplication &application, const QString &description)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(description);
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption server(QStringLiteral("server"),
                                    ClientOptionsWords::tr("Address of the server, for example %1.")
                                        .arg(QStringLiteral("http://localhost:3000")),
                                    QStringLiteral("URL"));
    const QCommandLineOption user(QStringLiteral("user"), ClientOptionsWords::tr("Name of the account."),
                                  QStringLiteral("NAME"));
    const QCommandLineOption password(
        QStringLiteral("password-stdin"),
        ClientOptionsWords::tr("Read the password from the first line of standard input and sign in."));
    const QCommandLineOption language(QStringLiteral("lang"),
                                      ClientOptionsWords::tr("Language of the interface: es or en."),
                                      QStringLiteral("LANGUAGE"));
    parser.addOptions({server, user, password, language});
    parser.process(application);

    ClientOptions options;
    options.username = parser.value(user);
    options.passwordFromStdin = parser.isSet(password);
    options.language = parser.value(language);
    if (parser.isSet(server)) {
        options.server = serverFromInput(parser.value(server));
        if (!options.server->isValid())
            refuse(
                ClientOptionsWords::tr("This is not the address of a server: %1").arg(parser.value(server)));
    }
    if (options.passwordFromStdin && options.username.isEmpty())
        refuse(ClientOptionsWords::tr("%1 needs %2.")
                   .arg(QStringLiteral("--password-stdin"), QStringLiteral("--user")));
    if (parser.isSet(language) && options.language != u"es" && options.language != u"en")
        refuse(ClientOptionsWords::tr("Language of the interface: es or en."));
    if (!parser.positionalArguments().isEmpty())
        refuse(ClientOptionsWords::tr("Unexpected argument: %1").arg(parser.positionalArguments().first()));
    return options;
}

QString passwordFromStandardInput()
{
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return {};
    QByteArray line = input.readLine(longestPasswordLine);
    while (line.endsWith('\n') || line.endsWith('\r'))
        line.chop(1);
    return QString::fromUtf8(line);
}

} // namespace ventanilla
