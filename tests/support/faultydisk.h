#pragma once

#include "support/faultydiskcontrol.h"

#include <QProcessEnvironment>
#include <QTemporaryFile>

namespace ventanilla {

/// A disk that misbehaves at the test's word, for the files of another process: the server's database
/// (with its `-wal` and `-shm`) and its spool. The process must be started with the environment that
/// addTo() makes. The environment's VENTANILLA_FAULTY_DISK names the library.
class FaultyDisk
{
public:
    using Mode = faultydisk::Mode;
    enum class File { Database, Spool };

    /// The paths, or any part of them that no other file has.
    explicit FaultyDisk(const QString &database, const QString &spool = {});

    void addTo(QProcessEnvironment &environment) const;

    /// From now on, for every process that has this disk. `delayMs` is for the slow modes.
    void set(File file, Mode mode, int delayMs = 0);
    void heal();

    /// How often a fault has been met; a test that met none has proved nothing.
    quint64 faults(File file) const;

private:
    faultydisk::Target &target(File file) const;

    QString m_match;
    QTemporaryFile m_file;
    faultydisk::Control *m_control = nullptr;
};

} // namespace ventanilla
