#pragma once

#include "support/testserver.h"

#include <QDir>
#include <QFile>
#include <QProcess>

#include <csignal>
#include <sys/resource.h>

namespace ventanilla {

/// The server's program as a process of its own, on a free port and the database of a TestServer
/// that does not run. Killed at the end. The environment's VENTANILLA_SERVER names the program.
class ServerProcess
{
public:
    /// `settings` are flags; `descriptors` is how many it may have open, 0 for as many as this
    /// process.
    explicit ServerProcess(const TestServer &home, const QStringList &settings = {}, rlim_t descriptors = 0)
    {
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("JWT_SECRET"), QString::fromLatin1(TestServer::secret));
        m_process.setProcessEnvironment(environment);
        m_process.setStandardErrorFile(QProcess::nullDevice());
        m_process.setChildProcessModifier([descriptors] {
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
    ~ServerProcess()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

    bool isRunning() const { return m_port != 0 && m_process.state() == QProcess::Running; }
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
    QProcess m_process;
    quint16 m_port = 0;
};

} // namespace ventanilla
