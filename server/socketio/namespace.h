#pragma once

#include "protocol/socketiopacket.h"
#include "socketio/rooms.h"
#include "socketio/socket.h"

#include <QHash>
#include <QJsonObject>

#include <functional>
#include <optional>

namespace ventanilla {

/// A Socket.IO namespace: who may join, and what happens on each event. All functions are called
/// on the network's thread.
class Namespace
{
public:
    /// Why a client may not join: becomes `{"message", "data"}` of its CONNECT_ERROR.
    struct Refusal {
        QString message;
        QJsonObject data;
    };
    /// Decides later or at once, exactly once; does nothing if the client has gone.
    using Verdict = std::function<void(std::optional<Refusal>)>;
    using Middleware = std::function<void(Socket &candidate, Verdict verdict)>;
    using ConnectHandler = std::function<void(Socket &)>;
    using DisconnectHandler = std::function<void(Socket &, const QString &reason)>;
    using EventHandler =
        std::function<void(Socket &, const EventArguments &arguments, const AckFunction &ack)>;

    explicit Namespace(QString name);

    const QString &name() const { return m_name; }
    Rooms &rooms() { return m_rooms; }

    /// Without one, everybody may join.
    void setMiddleware(Middleware middleware) { m_middleware = std::move(middleware); }
    void onConnect(ConnectHandler handler) { m_connectHandler = std::move(handler); }
    /// Called while the socket is still in its rooms.
    void onDisconnect(DisconnectHandler handler) { m_disconnectHandler = std::move(handler); }
    void onEvent(QStringView event, const EventHandler &handler);
    /// For events without a handler of their own; without it they are ignored.
    void onOtherEvent(EventHandler handler) { m_otherHandler = std::move(handler); }

    // For the connection.
    void judge(Socket &candidate, Verdict verdict) const;
    void connected(Socket &socket) const;
    void disconnected(Socket &socket, const QString &reason);
    void dispatch(Socket &socket, const SocketIoPacket &event, const AckFunction &ack) const;

private:
    const QString m_name;
    Rooms m_rooms;
    Middleware m_middleware;
    ConnectHandler m_connectHandler;
    DisconnectHandler m_disconnectHandler;
    EventHandler m_otherHandler;
    QHash<QString, EventHandler> m_handlers;
};

} // namespace ventanilla
