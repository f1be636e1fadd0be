#pragma once

#include <QHash>
#include <QJsonArray>
#include <QSet>
#include <QString>
#include <QStringList>

namespace ventanilla {

class Socket;

/// Who is in which room of one namespace. A broadcast is encoded once, and a socket that is in
/// several of the addressed rooms gets it once. Its cost depends on the rooms addressed, not on
/// how many connections there are. Owns no socket.
class Rooms
{
public:
    explicit Rooms(QString nsp);

    void join(Socket &socket, const QString &room);
    void leaveAll(Socket &socket);
    QSet<Socket *> members(const QString &room) const;
    bool isEmpty(const QString &room) const { return !m_members.contains(room); }

    /// Emits the event to every socket in any of these rooms, except one.
    void broadcast(const QStringList &rooms, QStringView event, const QJsonArray &arguments,
                   const Socket *except = nullptr) const;

private:
    const QString m_namespace;
    QHash<QString, QSet<Socket *>> m_members;
    QHash<const Socket *, QStringList> m_roomsOf;
};

} // namespace ventanilla
