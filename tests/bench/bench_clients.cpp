#include "clientrun.h"
#include "largedatabase.h"
#include "table.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QLoggingCategory>
#include <QMap>
#include <QProcess>

using namespace ventanilla;

namespace {

/// A figure of a run, in words. What is wanted is an upper bound; 0 for none.
struct Figure {
    const char *name;
    const char *words;
    const char *unit;
    double wanted;
};

constexpr Figure figures[] {
    {"start/window", "Console: start to its window", "ms", 0},
    {"start/first page", "… to the first page of the list on screen", "ms", 500},
    {"start/whole list", "… to all 10,000 conversations", "ms", 500},
    {"start/blocked", "… event loop blocked, longest", "ms", 50},
    {"start/memory", "… resident memory", "MB", 120},
    {"open/shown", "The thread of 100,000 messages: its last page on screen", "ms", 200},
    {"open/blocked", "… event loop blocked, longest", "ms", 50},
    {"scroll/page", "Scrolling up in it through 20 pages: a page", "ms", 0},
    {"scroll/worst page", "… the slowest page", "ms", 0},
    {"scroll/blocked", "… event loop blocked, longest", "ms", 50},
    {"switch/shown", "1,000 switches: one, to its last page on screen", "ms", 0},
    {"switch/worst", "… the slowest", "ms", 0},
    {"switch/blocked", "… event loop blocked, longest", "ms", 50},
    {"switch/memory", "… growth of resident memory", "MB", 0},
    {"catch up/shown", "After a break with 5,000 missed: connected to all on screen", "ms", 0},
    {"catch up/blocked", "… event loop blocked, longest", "ms", 50},
    {"catch up/blocked behind", "… in the second behind it, which tells what has arrived", "ms", 50},
    {"catch up/memory", "… resident memory", "MB", 120},
    {"user/shown", "User: start to the last page of 100,000 messages", "ms", 0},
    {"user/blocked", "… event loop blocked with its window there, longest", "ms", 50},
};

using Samples = QMap<QString, QList<double>>;

/// In a process of its own, so that it begins with nothing and its memory is its own.
bool addRun(const QString &database, Samples &samples)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--once"), database});
    if (!process.waitForFinished(-1) || process.exitStatus() != QProcess::NormalExit
        || process.exitCode() != 0)
        return false;
    for (const QByteArray &line : process.readAllStandardOutput().split('\n')) {
        const QByteArrayList parts = line.split('\t');
        if (parts.size() == 2)
            samples[QString::fromUtf8(parts[0])].append(parts[1].toDouble());
    }
    return true;
}

void print(const Samples &samples)
{
    Table table({QStringLiteral("Figure"), QStringLiteral("Median"), QStringLiteral("Worst"),
                 QStringLiteral("Wanted")});
    for (const Figure &row : figures) {
        QList<double> values = samples.value(QString::fromUtf8(row.name));
        if (values.isEmpty())
            continue;
        std::ranges::sort(values);
        const QString unit = u' ' + QString::fromUtf8(row.unit);
        table.add(
            {QString::fromUtf8(row.words), figure(values[values.size() / 2]) + unit,
             figure(values.last()) + unit,
             row.wanted > 0 ? QString(QStringLiteral("< ") + figure(row.wanted, 0) + unit) : QString()});
    }
    QTextStream(stdout) << table.text();
}

int measureOnce(const QString &database)
{
    if (!qEnvironmentVariableIsSet("VENTANILLA_SERVER"))
        qputenv("VENTANILLA_SERVER",
                QString(QCoreApplication::applicationDirPath() + QStringLiteral("/ventanilla-server"))
                    .toLocal8Bit());
    if (ClientRun(database).run())
        return EXIT_SUCCESS;
    qCritical("what was waited for never came");
    return EXIT_FAILURE;
}

} // namespace

int main(int argc, char **argv)
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    // What Qt misses without a screen.
    QLoggingCategory::setFilterRules(QStringLiteral("*.info=false\ndefault.warning=false"));
    QApplication application(argc, argv);
    QCommandLineParser arguments;
    arguments.setApplicationDescription(QStringLiteral(
        "Runs both programs, without a screen, against a server with 10,000 conversations and a thread of "
        "100,000 messages, and prints how long everything takes."));
    arguments.addHelpOption();
    const QCommandLineOption runs(QStringLiteral("runs"), QStringLiteral("How often (5)."),
                                  QStringLiteral("n"), QStringLiteral("5"));
    const QCommandLineOption once(QStringLiteral("once"),
                                  QStringLiteral("One run with a copy of this database, as plain figures."),
                                  QStringLiteral("database"));
    const QCommandLineOption fill(QStringLiteral("fill"), QStringLiteral("Only make such a database."),
                                  QStringLiteral("database"));
    arguments.addOptions({runs, once, fill});
    arguments.process(application);
    if (arguments.isSet(once))
        return measureOnce(arguments.value(once));
    const QTemporaryDir folder;
    const QString database =
        arguments.isSet(fill) ? arguments.value(fill) : folder.filePath(QStringLiteral("large.sqlite"));
    bool good = LargeDatabase::fill(database);
    Samples samples;
    for (int run = 0; good && !arguments.isSet(fill) && run < arguments.value(runs).toInt(); ++run)
        good = addRun(database, samples);
    print(samples);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
