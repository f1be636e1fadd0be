#include "torture.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>
#include <QLoggingCategory>
#include <QTextStream>

using namespace ventanilla;

namespace {

constexpr int settlePatienceSeconds = 120;

/// The programs of this build, unless the environment names others.
void findPrograms()
{
    const QString bin = QCoreApplication::applicationDirPath();
    if (!qEnvironmentVariableIsSet("VENTANILLA_SERVER"))
        qputenv("VENTANILLA_SERVER", QString(bin + QStringLiteral("/ventanilla-server")).toLocal8Bit());
    if (!qEnvironmentVariableIsSet("VENTANILLA_FAULTY_DISK"))
        qputenv("VENTANILLA_FAULTY_DISK",
                QString(bin + QStringLiteral("/../tests/libfaultydisk.so")).toLocal8Bit());
    if (!qEnvironmentVariableIsSet("VENTANILLA_SHIFTED_CLOCK"))
        qputenv("VENTANILLA_SHIFTED_CLOCK",
                QString(bin + QStringLiteral("/../tests/libshiftedclock.so")).toLocal8Bit());
}

void print(const Torture::Result &result)
{
    QTextStream out(stdout);
    for (auto done = result.done.cbegin(); done != result.done.cend(); ++done)
        out << done.key().leftJustified(36, u' ') << done.value() << '\n';
    out << "\nmessages in the database            " << result.verdict.messages << '\n'
        << "lost                                " << result.verdict.lost << '\n'
        << "doubled                             " << result.verdict.doubled << '\n'
        << "out of order                        " << result.verdict.outOfOrder << '\n'
        << "differences on screens              " << result.differences.size() << '\n';
    for (const QString &example : result.verdict.examples + result.differences.mid(0, 20))
        out << "  " << example << '\n';
}

} // namespace

int main(int argc, char **argv)
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    QCommandLineParser arguments;
    arguments.setApplicationDescription(QStringLiteral(
        "Lets people write through networks, a server and a database that fail at random, with programs "
        "that are killed and clocks that are set, and compares what everybody sees with the database at "
        "the end. Prints what was done, and what was lost, doubled or out of order; ends with 1 if "
        "anything was."));
    arguments.addHelpOption();
    const QCommandLineOption seconds(QStringLiteral("seconds"), QStringLiteral("How long they write (60)."),
                                     QStringLiteral("n"), QStringLiteral("60"));
    const QCommandLineOption seed(QStringLiteral("seed"),
                                  QStringLiteral("What happens, as far as one can tell it."),
                                  QStringLiteral("n"));
    arguments.addOptions({seconds, seed});
    arguments.process(application);
    findPrograms();
    // What fails here fails on purpose.
    QLoggingCategory::setFilterRules(QStringLiteral("*=false\n*.critical=true"));

    const quint32 number =
        arguments.isSet(seed) ? arguments.value(seed).toUInt() : QRandomGenerator::system()->generate();
    QTextStream(stdout) << "seed " << number << ", " << arguments.value(seconds) << " s\n" << Qt::flush;
    Torture torture(number);
    if (!torture.begin()) {
        qCritical("the server does not start: %s", qPrintable(qEnvironmentVariable("VENTANILLA_SERVER")));
        return EXIT_FAILURE;
    }
    torture.run(arguments.value(seconds).toInt());
    const Torture::Result result = torture.settle(settlePatienceSeconds);
    print(result);
    const bool good = result.settled && result.verdict.lost == 0 && result.verdict.doubled == 0
        && result.verdict.outOfOrder == 0;
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
