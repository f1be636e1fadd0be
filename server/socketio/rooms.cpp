#include "socketio/rooms.h"

#include "engineio/enginesession.h"
#include "protocol/socketiopacket.h"
#include "socketio/socket.h"

namespace ventanilla {

Rooms::Rooms(QString nsp)
    : m_namespace(std::move(nsp))
{
}

void Rooms::join(Socket &socket, const QString &room)
{
    QSet<Socket *> &members = m_members[room];
    if (members.contains(&socket))
        return;
    members.insert(&socket);
    m_roomsOf[&socket].append(room);
}

void Rooms::leaveAll(Socket &socket)
{
    const QStringList rooms = m_roomsOf.take(&socket);
    for (const QString &room : rooms) {
        const auto members = m_members.find(room);
        members->remove(&socket);
        if (members->isEmpty())
            m_members.erase(members);
    }
}

QSet<Socket *> Rooms::members(const QString &room) const
{
    return m_members.value(room);
}

void Rooms::broadcast(const QStringList &rooms, QStringView event, const QJsonArray &arguments,
                      const Socket *except) const
{
    // A copy: sending may drop a client that does not read, which changes the rooms.
    QSet<Socket *> recipients;
    for (const QString &room : rooms)
        recipients.unite(m_members.value(room));
    if (recipients.isEmpty())
        return;
    const QString packet =
        EngineSession::encodeMessage(SocketIoPacket::event(m_namespace, event, arguments).encode());
    for (Socket *socket : std::as_const(recipients)) {
        if (socket != except && m_roomsOf.contains(socket))
            socket->sendEncoded(packet);
    }
}

} // namespace ventanilla
