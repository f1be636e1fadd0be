#pragma once

#include "storage/database.h"
#include "support/faultproxy.h"
#include "support/faultydisk.h"
#include "support/processclock.h"
#include "support/serverprocess.h"
#include "support/testserver.h"

#include <memory>
#include <vector>

namespace ventanilla {

/// The server's side of a run: its program on a disk and a database that can fail and with a clock that
/// can be wrong, and for each person a network of their own that can fail.
class Site
{
public:
    enum class DatabaseFault {
        None,
        Full,
        Failing,
        ReadOnly,
        Torn,
        NotSyncing,
        Slow,
        Locked,
        MovedAway,
    };
    static constexpr int databaseFaults = 9;

    Site();

    void addAccount(const QString &name, Role role) { m_home.addAccount(name, role); }
    SignedIn tokenFor(const QString &name, Role role) const;
    QString databasePath() const { return m_home.databasePath(); }
    QString folder() const { return m_folder.path(); }
    FaultProxy &addNetwork();
    const std::vector<std::unique_ptr<FaultProxy>> &networks() const { return m_networks; }

    /// kill -9, if it runs, and a new process, which may find a database that fails. Whether one runs.
    bool restart();
    bool isRunning() const { return m_server && m_server->isRunning(); }
    /// What the last process said when it would not start.
    QStringList complaints() const { return m_server ? m_server->errors() : QStringList(); }

    /// In place of the one before, and the spool is well.
    void setDatabaseFault(DatabaseFault fault);
    DatabaseFault databaseFault() const { return m_fault; }
    /// And the spool too: then nobody keeps anything. Until the database has another fault, or none.
    void setSpoolFault(FaultyDisk::Mode mode);

    /// The server sees a time of day that is so far off.
    void setClock(qint64 offsetMs) { m_clock.set(offsetMs); }
    /// How often it has seen a wrong one.
    quint64 wrongTimes() const { return m_clock.wrongTimes(); }

private:
    bool lock();
    void endFault();
    QString awayPath() const { return databasePath() + QStringLiteral(".away"); }

    TestServer m_home;
    QTemporaryDir m_folder;
    FaultyDisk m_disk;
    ProcessClock m_clock;
    std::unique_ptr<ServerProcess> m_server;
    std::vector<std::unique_ptr<FaultProxy>> m_networks;
    DatabaseFault m_fault = DatabaseFault::None;
    /// Another program at the same database.
    std::unique_ptr<Database> m_other;
};

} // namespace ventanilla
