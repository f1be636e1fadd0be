#pragma once

#include "net/httprequest.h"
#include "socketio/eventarguments.h"

#include <QJsonObject>
#include <QObject>
#include <QString>

#include <any>
#include <functional>

namespace ventanilla {

class Namespace;
class SocketIoConnection;

/// Answers one event that asked for an acknowledgement. May be called later, from the network's
/// thread, at most once; does nothing if the client has gone. Empty if none was asked for.
using AckFunction = std::function<void(const EventArguments &arguments)>;

/// A client in a namespace (Socket.IO's "socket"): one connection has one for each namespace it
/// joined. Owned by its connection. Lives on the network's thread.
class Socket : public QObject
{
    Q_OBJECT

public:
    Socket(QString id, QJsonObject auth, Namespace &nsp, SocketIoConnection &connection);
    ~Socket() override;

    /// Unguessable; another one than the connection's.
    const QString &id() const { return m_id; }
    /// The payload of the CONNECT packet. Only until the namespace's connect handler is done: a
    /// client could make us keep much more than it is allowed to send.
    const QJsonObject &auth() const { return m_auth; }
    void forgetAuth() { m_auth = {}; }
    /// The request that opened the connection.
    const HttpRequest &handshake() const;
    Namespace &nsp() const { return m_namespace; }

    /// Whatever the namespace's owner keeps with a socket; it goes when the socket goes.
    std::any &data() { return m_data; }

    /// Sends nothing once the socket has left its namespace.
    void emitEvent(QStringView name, const EventArguments &arguments);
    /// Queues a packet that is already encoded, for broadcasts.
    void sendEncoded(const QString &encodedPacket);
    /// Makes the function that acknowledges the event with this id.
    AckFunction acknowledgement(qint64 id);

    /// Leaves the namespace: the client gets a DISCONNECT, or the whole connection goes.
    void disconnectFromNamespace();
    void disconnectClient();

    /// For the connection: it has left.
    void markLeft() { m_left = true; }

private:
    const QString m_id;
    QJsonObject m_auth;
    Namespace &m_namespace;
    SocketIoConnection &m_connection;
    std::any m_data;
    bool m_left = false;
};

} // namespace ventanilla
