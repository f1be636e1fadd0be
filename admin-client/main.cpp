#include "admin-client/application.h"
#include "client/clienttransport.h"
#include "widgets/clientmain.h"

#include <QApplication>

using namespace ventanilla;

namespace {

constexpr auto name = "ventanilla-admin";

int run(const ClientOptions &options, const QString &password)
{
    AdminApplication program(ClientProgram::systemParts(QString::fromLatin1(name)));
    program.start(options, password);
    return QApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    return runClient(argc, argv,
                     {name, QT_TRANSLATE_NOOP("main", "Ventanilla, the console of the support staff."), run});
}
