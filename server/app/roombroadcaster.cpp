#include "app/roombroadcaster.h"

#include "socketio/socket.h"

#include <QJsonArray>

namespace ventanilla {

RoomBroadcaster::RoomBroadcaster(Rooms &rooms)
    : m_rooms(rooms)
{
}

void RoomBroadcaster::broadcast(const QStringList &rooms, QStringView event, const QJsonObject &payload,
                                const QString &exceptSession)
{
    m_rooms.broadcast(rooms, event, {payload}, m_sockets.value(exceptSession));
}

void RoomBroadcaster::add(Socket &socket)
{
    m_sockets.insert(socket.id(), &socket);
}

void RoomBroadcaster::remove(const Socket &socket)
{
    m_sockets.remove(socket.id());
}

} // namespace ventanilla
