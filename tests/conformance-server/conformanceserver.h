#pragma once

#include "core/clock.h"
#include "core/counters.h"
#include "engineio/engine.h"
#include "net/listener.h"
#include "socketio/socketioserver.h"

#include <QObject>

#include <memory>
#include <vector>

namespace ventanilla {

/// The project's Engine.IO and Socket.IO servers without the chat, with behaviour that conformance
/// tests can see from outside: a bare engine echoes every message; a Socket.IO server has the
/// namespaces `/` and `/custom`, which emit `auth` with the CONNECT payload, answer `message` with
/// `message-back` and `message-with-ack` with an acknowledgement of the same arguments.
class ConformanceServer : public QObject
{
    Q_OBJECT

public:
    enum class Mode { Engine, SocketIo };

    /// What the tests of the protocol are written for.
    static EngineConfig defaultConfig();
    static constexpr int connectTimeoutMs = 1000;

    ConformanceServer(Mode mode, const EngineConfig &config, QObject *parent = nullptr);
    ~ConformanceServer() override;

    /// May be called for more than one address. Port 0 takes a free one.
    bool listen(const QHostAddress &address, quint16 port);
    /// Of the last address, as is the error.
    quint16 port() const { return m_listeners.back()->serverPort(); }
    QString errorString() const { return m_listeners.back()->errorString(); }
    Engine &engine() { return m_engine; }
    SocketIoServer &socketIo() { return m_socketIo; }

private:
    void echoMessages();
    void serveNamespace(const QString &name);

    SystemClock m_clock;
    Counters m_counters;
    BufferBudget m_budget;
    /// Before the engine, whose sessions have connections of it to their end.
    SocketIoServer m_socketIo;
    Engine m_engine;
    std::vector<std::unique_ptr<Listener>> m_listeners;
};

} // namespace ventanilla
