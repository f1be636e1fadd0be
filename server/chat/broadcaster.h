#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace ventanilla {

/// Sends events to rooms, without saying how: what the chat knows of the network.
class Broadcaster
{
public:
    virtual ~Broadcaster() = default;

    /// To every session in any of these rooms, once each, except the one named.
    virtual void broadcast(const QStringList &rooms, QStringView event, const QJsonObject &payload,
                           const QString &exceptSession = {}) = 0;
};

/// The rooms (PROTOCOL.md, Rooms).
namespace room {
inline QString ofUser(const QString &username)
{
    return QStringLiteral("user:") + username;
}

inline QString admins()
{
    return QStringLiteral("admins");
}

/// Every session of an end user; for what all of them are told.
inline QString users()
{
    return QStringLiteral("users");
}
} // namespace room

} // namespace ventanilla
