#pragma once

#include "desk.h"
#include "eventloopprobe.h"
#include "support/serverprocess.h"

#include <QElapsedTimer>
#include <QTextStream>

namespace ventanilla {

/// One run of the two programs, each from its start, against a server that is another process with a
/// copy of a large database. Writes a figure a line: its name, a tab, and the number.
class ClientRun
{
public:
    /// `database` was filled before and is not changed.
    explicit ClientRun(const QString &database);
    ~ClientRun();

    /// False if something never came, or the server did not start.
    bool run();

private:
    bool startServer();
    bool console();
    bool start();
    bool openLongThread();
    bool scrollUp();
    bool switchConversations();
    bool catchUp();
    bool user();

    bool openAndWait(const QString &user);
    void begin();
    void note(const char *name, double value);
    void noteTime(const char *name);
    void noteBlocked(const char *name) { note(name, m_probe.longestMs()); }

    TestServer m_home;
    QTemporaryDir m_folder;
    std::unique_ptr<ServerProcess> m_server;
    quint16 m_port = 0;
    std::unique_ptr<Desk> m_desk;
    EventLoopProbe m_probe;
    QElapsedTimer m_time;
    QTextStream m_out;
};

} // namespace ventanilla
