#include "socketio/namespace.h"

#include <QVariant>

namespace ventanilla {

Namespace::Namespace(QString name)
    : m_name(std::move(name))
    , m_rooms(m_name)
{
}

void Namespace::onEvent(QStringView event, const EventHandler &handler)
{
    m_handlers.insert(event.toString(), handler);
}

void Namespace::judge(Socket &candidate, Verdict verdict) const
{
    if (m_middleware)
        m_middleware(candidate, std::move(verdict));
    else
        verdict(std::nullopt);
}

void Namespace::connected(Socket &socket) const
{
    if (m_connectHandler)
        m_connectHandler(socket);
}

void Namespace::disconnected(Socket &socket, const QString &reason)
{
    if (m_disconnectHandler)
        m_disconnectHandler(socket, reason);
    m_rooms.leaveAll(socket);
}

void Namespace::dispatch(Socket &socket, const SocketIoPacket &event, const AckFunction &ack) const
{
    EventArguments arguments(event.data.toArray(), event.attachments);
    // In JavaScript an event may be named by a number, which is its text.
    const QString name = arguments.values.takeAt(0).toVariant().toString();
    const EventHandler handler = m_handlers.value(name, m_otherHandler);
    if (handler)
        handler(socket, arguments, ack);
}

} // namespace ventanilla
