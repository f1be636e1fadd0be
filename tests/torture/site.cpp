#include "site.h"

#include <QFile>

namespace ventanilla {

namespace {

using File = FaultyDisk::File;
using Mode = FaultyDisk::Mode;

constexpr int slowSyncMs = 1'500;
constexpr int otherPatienceMs = 2'000;
/// Longer than any two clocks differ.
constexpr int tokenLifetimeSeconds = 12 * 3600;

/// Heartbeats that find out within seconds who is gone, and no limits that are meant for people.
const QStringList settings {QStringLiteral("--ping-interval"),  QStringLiteral("1000"),
                            QStringLiteral("--ping-timeout"),   QStringLiteral("2000"),
                            QStringLiteral("--message-rate"),   QStringLiteral("0"),
                            QStringLiteral("--token-lifetime"), QString::number(tokenLifetimeSeconds)};

} // namespace

Site::Site()
    : m_disk(m_home.databasePath())
{
}

SignedIn Site::tokenFor(const QString &name, Role role) const
{
    return m_home.tokenFor(name, role, tokenLifetimeSeconds);
}

FaultProxy &Site::addNetwork()
{
    m_networks.push_back(std::make_unique<FaultProxy>(m_server ? m_server->port() : 1));
    return *m_networks.back();
}

bool Site::restart()
{
    m_server.reset();
    ProcessSurroundings around;
    around.disk = &m_disk;
    around.clock = &m_clock;
    m_server = std::make_unique<ServerProcess>(m_home, settings, around);
    if (!m_server->isRunning())
        return false;
    for (const auto &network : m_networks)
        network->setUpstream(m_server->port());
    return true;
}

void Site::setDatabaseFault(DatabaseFault fault)
{
    endFault();
    m_fault = fault;
    switch (fault) {
    case DatabaseFault::None: break;
    case DatabaseFault::Full: m_disk.set(File::Database, Mode::NoSpace); break;
    case DatabaseFault::Failing: m_disk.set(File::Database, Mode::InputOutput); break;
    case DatabaseFault::ReadOnly: m_disk.set(File::Database, Mode::ReadOnly); break;
    case DatabaseFault::Torn: m_disk.set(File::Database, Mode::Torn); break;
    case DatabaseFault::NotSyncing: m_disk.set(File::Database, Mode::SyncFails); break;
    case DatabaseFault::Slow: m_disk.set(File::Database, Mode::SlowSyncs, slowSyncMs); break;
    case DatabaseFault::Locked:
        if (!lock())
            m_fault = DatabaseFault::None;
        break;
    case DatabaseFault::MovedAway:
        if (!QFile::rename(databasePath(), awayPath()))
            m_fault = DatabaseFault::None;
        break;
    }
}

void Site::setSpoolFault(FaultyDisk::Mode mode)
{
    m_disk.set(File::Spool, mode, slowSyncMs);
}

bool Site::lock()
{
    m_other = std::make_unique<Database>(DatabaseConfig {databasePath(), otherPatienceMs});
    return m_other->open() && m_other->run(QStringLiteral("BEGIN EXCLUSIVE"));
}

void Site::endFault()
{
    m_disk.heal();
    if (m_other) {
        (void)m_other->run(QStringLiteral("ROLLBACK"));
        m_other.reset();
    }
    if (QFile::exists(awayPath()))
        QFile::rename(awayPath(), databasePath());
}

} // namespace ventanilla
