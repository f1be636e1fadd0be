#pragma once

#include "support/faultydisk.h"
#include "support/processclock.h"
#include "support/testserver.h"

#include <QFile>
#include <QProcess>

#include <sys/resource.h>

namespace ventanilla {

/// What a server's process is given beside its settings.
struct ProcessSurroundings {
    /// How many descriptors it may have open; 0 for as many as this process.
    rlim_t descriptors = 0;
    const FaultyDisk *disk = nullptr;
    const ProcessClock *clock = nullptr;
};

/// The server's program as a process of its own, on a free port and the database of a TestServer
/// that does not run. Killed at the end. The environment's VENTANILLA_SERVER names the program.
class ServerProcess
{
public:
    /// `settings` are flags.
    explicit ServerProcess(const TestServer &home, const QStringList &settings = {},
                           const ProcessSurroundings &around = {})
        : m_errors(home.databasePath() + QStringLiteral(".stderr"))
    {
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("JWT_SECRET"), QString::fromLatin1(TestServer::secret));
        if (around.disk)
            around.disk->addTo(environment);
        if (around.clock)
            around.clock->addTo(environment);
        m_process.setProcessEnvironment(environment);
        m_process.setStandardErrorFile(m_errors);
        m_process.setChildProcessModifier([descriptors = around.descriptors] {
            const rlimit limit {descriptors, descriptors};
            if (descriptors > 0)
                ::setrlimit(RLIMIT_NOFILE, &limit);
        });
        m_process.start(qEnvironmentVariable("VENTANILLA_SERVER"),
                        QStringList {QStringLiteral("serve"), QStringLiteral("--port"), QStringLiteral("0"),
                                     QStringLiteral("--database"),
                                     QStringLiteral("sqlite:") + home.databasePath()}
                            + settings);
        while (m_process.state() != QProcess::NotRunning && !m_process.canReadLine())
            m_process.waitForReadyRead();
        m_port = static_cast<quint16>(m_process.readLine().trimmed().split(':').last().toInt());
    }
    ~ServerProcess() { kill(); }
    ServerProcess(const ServerProcess &) = delete;
    ServerProcess &operator=(const ServerProcess &) = delete;

    /// At this moment, whatever it is doing.
    void kill()
    {
        if (m_process.state() == QProcess::NotRunning)
            return;
        m_process.kill();
        m_process.waitForFinished();
    }

    bool isRunning() const { return m_port != 0 && m_process.state() == QProcess::Running; }
    /// Of one that ended by itself; -1 for others.
    int exitCode()
    {
        const bool ended = m_process.state() == QProcess::NotRunning || m_process.waitForFinished();
        return ended && m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
    }
    /// What it said on standard error: its log, unless that goes to a file.
    QStringList errors() const
    {
        QFile file(m_errors);
        return file.open(QIODevice::ReadOnly)
            ? QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts)
            : QStringList();
    }
    quint16 port() const { return m_port; }
    QUrl url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_port)); }

    /// What it has in memory now (`VmRSS`) or had at most (`VmHWM`), in bytes.
    qint64 memory(const QByteArray &field) const
    {
        QFile status(QStringLiteral("/proc/%1/status").arg(m_process.processId()));
        if (!status.open(QIODevice::ReadOnly))
            return -1;
        for (const QByteArray &line : status.readAll().split('\n')) {
            if (line.startsWith(field))
                return line.split(':').last().trimmed().split(' ').first().toLongLong() * 1024;
        }
        return -1;
    }

private:
    const QString m_errors;
    QProcess m_process;
    quint16 m_port = 0;
};

} // namespace ventanilla
