#pragma once

#include "chat/messageservice.h"

#include <QJsonArray>

#include <functional>

namespace ventanilla {

/// Turns what a client sent into typed payloads for the services, and their outcomes into
/// acknowledgements. Knows no socket. Lives on the network's thread.
class EventHandlers
{
public:
    /// Empty if the client asked for no acknowledgement.
    using Acknowledge = std::function<void(const QJsonObject &)>;

    /// `longestMessage` in code points.
    EventHandlers(MessageService &messages, const Clock &clock, qint64 longestMessage);

    /// `mensaje_privado`
    void privateMessage(Session &session, const QJsonArray &arguments, const Acknowledge &acknowledge);
    /// Any event that this server does not know.
    void unknownEvent(const Acknowledge &acknowledge) const;

private:
    MessageService &m_messages;
    const Clock &m_clock;
    const qint64 m_longestMessage;
};

} // namespace ventanilla
