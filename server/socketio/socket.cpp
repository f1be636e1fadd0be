#include "socketio/socket.h"

#include "engineio/enginesession.h"
#include "protocol/socketiopacket.h"
#include "socketio/connection.h"
#include "socketio/namespace.h"

#include <QPointer>

#include <memory>
#include <utility>

namespace ventanilla {

Socket::Socket(QString id, QJsonObject auth, Namespace &nsp, SocketIoConnection &connection)
    : m_id(std::move(id))
    , m_auth(std::move(auth))
    , m_namespace(nsp)
    , m_connection(connection)
{
}

Socket::~Socket() = default;

const HttpRequest &Socket::handshake() const
{
    return m_connection.session().request();
}

void Socket::emitEvent(QStringView name, const EventArguments &arguments)
{
    if (m_left)
        return;
    m_connection.send(
        SocketIoPacket::event(m_namespace.name(), name, arguments.values, arguments.attachments));
}

void Socket::sendEncoded(const QString &encodedPacket)
{
    if (!m_left)
        m_connection.session().sendEncoded(encodedPacket);
}

AckFunction Socket::acknowledgement(qint64 id)
{
    // Shared, so that copies of the function together answer once.
    return [socket = std::make_shared<QPointer<Socket>>(this), id](const EventArguments &arguments) {
        const QPointer<Socket> alive = std::exchange(*socket, QPointer<Socket>());
        if (alive && !alive->m_left) {
            alive->m_connection.send({SocketIoPacket::Type::Ack, alive->m_namespace.name(), id,
                                      QJsonValue(arguments.values), arguments.attachments});
        }
    };
}

void Socket::disconnectFromNamespace()
{
    if (m_left)
        return;
    m_connection.send(
        {SocketIoPacket::Type::Disconnect, m_namespace.name(), std::nullopt, QJsonValue::Undefined});
    m_connection.leave(*this, QStringLiteral("server namespace disconnect"));
}

void Socket::disconnectClient()
{
    m_connection.send(
        {SocketIoPacket::Type::Disconnect, m_namespace.name(), std::nullopt, QJsonValue::Undefined});
    m_connection.session().close(CloseReason::ServerClosed);
}

} // namespace ventanilla
