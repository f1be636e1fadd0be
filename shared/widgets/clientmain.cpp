#include "widgets/clientmain.h"

#include "widgets/theme.h"
#include "widgets/translations.h"

#include <QApplication>

namespace ventanilla {

namespace {

ClientOptions parse(const QCoreApplication &application, const ClientMain &program)
{
    return parseClientOptions(application, QCoreApplication::translate("main", program.description));
}

} // namespace

int runClient(int argc, char **argv, const ClientMain &program)
{
    const QString name = QString::fromLatin1(program.name);
    QCoreApplication::setOrganizationName(QStringLiteral("ventanilla"));
    QCoreApplication::setApplicationName(name);
    QCoreApplication::setApplicationVersion(QStringLiteral(VENTANILLA_VERSION));
    if (asksForText(argc, argv)) {
        const QCoreApplication application(argc, argv);
        const Translations translations({});
        parse(application, program);
        return EXIT_SUCCESS;
    }
    QApplication application(argc, argv);
    QApplication::setDesktopFileName(name);
    const ClientOptions options = parse(application, program);
    const Translations translations(options.language);
    const QString password = options.passwordFromStdin ? passwordFromStandardInput() : QString();
    applyTheme(application);
    return program.run(options, password);
}

} // namespace ventanilla
