#include "client/clienttransport.h"
#include "user-client/application.h"
#include "widgets/clientmain.h"

#include <QApplication>

using namespace ventanilla;

namespace {

constexpr auto name = "ventanilla-user";

int run(const ClientOptions &options, const QString &password)
{
    UserApplication program(ClientProgram::systemParts(QString::fromLatin1(name)));
    program.start(options, password);
    return QApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    return runClient(
        argc, argv,
        {name, QT_TRANSLATE_NOOP("main", "Ventanilla, a conversation with the support staff."), run});
}
