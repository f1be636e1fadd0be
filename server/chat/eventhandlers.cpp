#include "chat/eventhandlers.h"

namespace ventanilla {

EventHandlers::EventHandlers(MessageService &messages, const Clock &clock, qint64 longestMessage)
    : m_messages(messages)
    , m_clock(clock)
    , m_longestMessage(longestMessage)
{
}

void EventHandlers::privateMessage(Session &session, const QJsonArray &arguments,
                                   const Acknowledge &acknowledge)
{
    const auto reply = [acknowledge](const QJsonObject &answer) {
        if (acknowledge)
            acknowledge(answer);
    };
    if (const auto waitMs = session.messageAllowance.take(m_clock.steadyMs())) {
        reply(ackError({ErrorCode::TooFast, QStringLiteral("Demasiados mensajes seguidos"), *waitMs}));
        return;
    }
    const auto message = PrivateMessage::fromJson(arguments.at(0), m_longestMessage);
    if (!message) {
        reply(ackError(message.error()));
        return;
    }
    m_messages.send(session, *message, [reply](const Result<SendAck, WireError> &outcome) {
        reply(outcome ? outcome->toJson() : ackError(outcome.error()));
    });
}

void EventHandlers::unknownEvent(const Acknowledge &acknowledge) const
{
    if (acknowledge)
        acknowledge(ackError({ErrorCode::InvalidData, QStringLiteral("El servidor no conoce ese evento")}));
}

} // namespace ventanilla
