#include "socketio/socketioserver.h"

#include "engineio/handshake.h"
#include "socketio/connection.h"

namespace ventanilla {

SocketIoServer::SocketIoServer(int connectTimeoutMs, QObject *parent)
    : QObject(parent)
    , m_connectTimeoutMs(connectTimeoutMs)
{
}

Namespace &SocketIoServer::of(const QString &name)
{
    auto &nsp = m_namespaces[name];
    if (!nsp)
        nsp = std::make_unique<Namespace>(name);
    return *nsp;
}

Namespace *SocketIoServer::find(const QString &name)
{
    const auto found = m_namespaces.find(name);
    return found != m_namespaces.end() ? found->second.get() : nullptr;
}

void SocketIoServer::accept(EngineSession *session)
{
    new SocketIoConnection(*session, *this, m_connectTimeoutMs); // the session's child
}

QString SocketIoServer::makeSocketId() const
{
    return makeSid();
}

} // namespace ventanilla
