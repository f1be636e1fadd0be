#pragma once

#include "protocol/socketiodecoder.h"
#include "socketio/socket.h"

#include <QObject>

#include <map>
#include <memory>

class QTimer;

namespace ventanilla {

class EngineSession;
class SocketIoServer;

/// One client's Socket.IO connection on an Engine.IO session: joins namespaces, routes packets to
/// its sockets, and ends the session on a packet that breaks the protocol. Owns its sockets;
/// deleted with its session. Lives on the network's thread.
class SocketIoConnection : public QObject
{
    Q_OBJECT

public:
    /// Ends the session when it was in no namespace for `connectTimeoutMs`.
    SocketIoConnection(EngineSession &session, SocketIoServer &server, int connectTimeoutMs);
    ~SocketIoConnection() override;

    EngineSession &session() const { return m_session; }
    void send(const SocketIoPacket &packet);
    /// Takes the socket out of its namespace and deletes it.
    void leave(Socket &socket, const QString &reason);

private:
    struct Member {
        std::unique_ptr<Socket> socket;
        bool joined = false;
    };

    void onDecoded(const SocketIoDecoder::Decoded &packet);
    void onPacket(const SocketIoPacket &packet);
    void onConnectPacket(const SocketIoPacket &packet);
    void onMemberPacket(const SocketIoPacket &packet);
    void awaitConnect();
    void onConnectTimeout();
    void onClosed(const QString &reason);
    void refuse(const QString &nsp, const QString &message, const QJsonObject &data = {});
    void finishConnect(Socket &socket, bool accepted);

    EngineSession &m_session;
    SocketIoServer &m_server;
    /// By namespace.
    std::map<QString, Member> m_members;
    SocketIoDecoder m_decoder;
    QTimer *m_connectTimer;
    int m_connects = 0;
};

} // namespace ventanilla
