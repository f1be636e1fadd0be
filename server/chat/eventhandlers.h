#pragma once

#include "chat/messageservice.h"
#include "chat/readservice.h"
#include "chat/typingservice.h"

#include <QJsonArray>

#include <functional>

namespace ventanilla {

/// What a client's events are for.
struct EventServices {
    MessageService &messages;
    ReadService &reads;
    TypingService &typing;
};

/// Turns what a client sent into typed payloads for the services, and their outcomes into
/// acknowledgements. Knows no socket. Lives on the network's thread; what it is given must outlive
/// it.
class EventHandlers
{
public:
    /// Empty if the client asked for no acknowledgement.
    using Acknowledge = std::function<void(const QJsonObject &)>;

    /// `longestMessage` in code points.
    EventHandlers(const EventServices &services, const Clock &clock, qint64 longestMessage);

    /// `mensaje_privado`
    void privateMessage(Session &session, const QJsonArray &arguments, const Acknowledge &acknowledge);
    /// `leido`
    void read(Session &session, const QJsonArray &arguments, const Acknowledge &acknowledge);
    /// `no_leido`
    void unread(Session &session, const QJsonArray &arguments, const Acknowledge &acknowledge);
    /// `entregado`
    void delivered(Session &session, const QJsonArray &arguments, const Acknowledge &acknowledge);
    /// `escribiendo`, which is never acknowledged: what is wrong or too much of it is dropped.
    void typing(Session &session, const QJsonArray &arguments, const Acknowledge &acknowledge);
    /// Any event that this server does not know.
    void unknownEvent(const Acknowledge &acknowledge) const;

private:
    const EventServices m_services;
    const Clock &m_clock;
    const qint64 m_longestMessage;
};

} // namespace ventanilla
