#include "client/clienttransport.h"
#include "user-client/application.h"
#include "user-client/chatwindow.h"
#include "widgets/clientmain.h"

#include <QApplication>
#include <QPlainTextEdit>
#include <QSocketNotifier>
#include <QTest>

#include <unistd.h>

using namespace ventanilla;

// The user's program with somebody at its keyboard who types each line of standard input, presses Enter
// and then says so; who closes the window when there are no more.

namespace {

constexpr auto name = "ventanilla-user"; // so that it keeps its things where the program does

void type(const QWidget &window, const QByteArray &line)
{
    auto *edit = window.findChild<QPlainTextEdit *>(QStringLiteral("messageEdit"));
    QTest::keyClicks(edit, QString::fromUtf8(line));
    QTest::keyClick(edit, Qt::Key_Return);
    const QByteArray told = "pressed " + line + '\n';
    if (::write(STDOUT_FILENO, told.constData(), static_cast<size_t>(told.size())) < 0)
        qFatal("nobody listens");
}

int run(const ClientOptions &options, const QString &password)
{
    UserApplication program(ClientProgram::systemParts(QString::fromLatin1(name)));
    program.start(options, password);
    QByteArray input;
    QSocketNotifier notifier(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&notifier, &QSocketNotifier::activated, &notifier, [&] {
        std::array<char, 4096> buffer {};
        const ssize_t count = ::read(STDIN_FILENO, buffer.data(), buffer.size());
        if (count <= 0) {
            notifier.setEnabled(false);
            program.window()->close();
            return;
        }
        input.append(buffer.data(), count);
        for (qsizetype end = input.indexOf('\n'); end >= 0; end = input.indexOf('\n')) {
            type(*program.window(), input.first(end));
            input.remove(0, end + 1);
        }
    });
    return QApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    return runClient(argc, argv, {name, "Types what it is told.", run});
}
