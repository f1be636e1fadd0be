#include "app/commandline.h"

#include <QCoreApplication>

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("ventanilla-server"));
    QCoreApplication::setApplicationVersion(QStringLiteral(VENTANILLA_VERSION));
    return ventanilla::runCommandLine(QCoreApplication::arguments());
}
