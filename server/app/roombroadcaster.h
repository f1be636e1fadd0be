#pragma once

#include "chat/broadcaster.h"
#include "socketio/rooms.h"

#include <QHash>

namespace ventanilla {

class Socket;

/// The chat's Broadcaster on the rooms of a Socket.IO namespace. Owns nothing.
class RoomBroadcaster final : public Broadcaster
{
public:
    explicit RoomBroadcaster(Rooms &rooms);

    void broadcast(const QStringList &rooms, QStringView event, const QJsonObject &payload,
                   const QString &exceptSession = {}) override;

    // So that a session can be excepted by its id.
    void add(Socket &socket);
    void remove(const Socket &socket);

private:
    Rooms &m_rooms;
    QHash<QString, Socket *> m_sockets;
};

} // namespace ventanilla
