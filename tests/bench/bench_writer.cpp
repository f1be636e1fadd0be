#include "storeload.h"
#include "table.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QLoggingCategory>
#include <QTextStream>

using namespace ventanilla;

namespace {

struct Peer {
    QString name;
    WriterConfig config;
};

QList<Peer> peers()
{
    WriterConfig atOnce;
    atOnce.mostApartUs = 0;
    WriterConfig oneEach;
    oneEach.mostInBatch = 1;
    return {{QStringLiteral("as the server does"), {}},
            {QStringLiteral("commits at once"), atOnce},
            {QStringLiteral("one message a commit"), oneEach}};
}

QStringList rowOf(const QString &load, const QString &peer, const StoreCost &cost)
{
    const auto rows = static_cast<double>(std::max<qint64>(cost.rows, 1));
    const auto commits = static_cast<double>(std::max<qint64>(cost.commits, 1));
    return {load,
            peer,
            figure(rows / cost.seconds, 0),
            figure(static_cast<double>(cost.commits) / cost.seconds, 0),
            figure(rows / commits),
            figure(cost.writerCpuUs / rows),
            figure(cost.processCpuUs / rows),
            figure(cost.latencyMs(50), 2),
            figure(cost.latencyMs(99), 2),
            QString::number(cost.turnedAway)};
}

/// One after the other for a short time, several times over: what disturbs the machine meanwhile
/// disturbs them all.
bool measure(int perSecond, int rounds, double seconds, Table &table)
{
    const QList<Peer> all = peers();
    std::vector<std::unique_ptr<StoreLoad>> loads;
    for (const Peer &peer : all) {
        loads.push_back(std::make_unique<StoreLoad>(peer.config));
        if (!loads.back()->open())
            return false;
    }
    std::vector<StoreCost> costs(loads.size());
    for (int round = 0; round < rounds; ++round) {
        for (std::size_t i = 0; i < loads.size(); ++i)
            costs[i].add(loads[i]->run(perSecond, seconds));
    }
    const QString load =
        perSecond > 0 ? QStringLiteral("%1/s").arg(perSecond) : QStringLiteral("all it takes");
    for (std::size_t i = 0; i < loads.size(); ++i)
        table.add(rowOf(load, all[static_cast<qsizetype>(i)].name, costs[i]));
    return true;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser arguments;
    arguments.setApplicationDescription(QStringLiteral(
        "Stores messages through the server's store, in a real file, at several rates, and prints what it "
        "costs; beside it a store that commits as soon as it can, and one that commits each message alone."));
    arguments.addHelpOption();
    const QCommandLineOption rounds(QStringLiteral("rounds"), QStringLiteral("How often each runs (4)."),
                                    QStringLiteral("n"), QStringLiteral("4"));
    const QCommandLineOption seconds(QStringLiteral("seconds"), QStringLiteral("How long it runs (2)."),
                                     QStringLiteral("n"), QStringLiteral("2"));
    const QCommandLineOption rates(QStringLiteral("rates"),
                                   QStringLiteral("Messages a second; 0 for all it takes."),
                                   QStringLiteral("list"), QStringLiteral("500,1000,2000,5000,0"));
    arguments.addOptions({rounds, seconds, rates});
    arguments.process(application);
    QLoggingCategory::setFilterRules(QStringLiteral("*.info=false"));

    Table table({QStringLiteral("Load"), QStringLiteral("Store"), QStringLiteral("Rows/s"),
                 QStringLiteral("Commits/s"), QStringLiteral("Rows a commit"),
                 QStringLiteral("Writer's CPU, µs a row"), QStringLiteral("Process's CPU, µs a row"),
                 QStringLiteral("p50, ms"), QStringLiteral("p99, ms"), QStringLiteral("Turned away")});
    for (const QString &rate : arguments.value(rates).split(u',')) {
        if (!measure(rate.toInt(), arguments.value(rounds).toInt(), arguments.value(seconds).toDouble(),
                     table)) {
            qCritical("a store does not open");
            return EXIT_FAILURE;
        }
    }
    QTextStream(stdout) << table.text();
    return EXIT_SUCCESS;
}
