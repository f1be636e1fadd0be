#include "chat/eventhandlers.h"

namespace ventanilla {

namespace {

/// Always something that can be called.
EventHandlers::Acknowledge orNothing(const EventHandlers::Acknowledge &acknowledge)
{
    return acknowledge ? acknowledge : [](const QJsonObject &) {};
}

/// What an event of a mark says, if the session may send one now; else the refusal is acknowledged.
template<typename Request>
std::optional<Request> takeMark(Session &session, const QJsonArray &arguments, const Clock &clock,
                                const EventHandlers::Acknowledge &acknowledge)
{
    if (const auto waitMs = session.markAllowance.take(clock.steadyMs())) {
        acknowledge(ackError({ErrorCode::TooFast, QStringLiteral("Demasiadas marcas seguidas"), *waitMs}));
        return std::nullopt;
    }
    auto request = Request::fromJson(arguments.at(0));
    if (!request) {
        acknowledge(ackError(request.error()));
        return std::nullopt;
    }
    return *std::move(request);
}

template<typename Outcome>
ReadService::Answer<Outcome> answerWith(const EventHandlers::Acknowledge &acknowledge)
{
    return [acknowledge](const Result<Outcome, WireError> &outcome) {
        acknowledge(outcome ? ackOk(outcome->toJson()) : ackError(outcome.error()));
    };
}

} // namespace

EventHandlers::EventHandlers(const EventServices &services, const Clock &clock, qint64 longestMessage)
    : m_services(services)
    , m_clock(clock)
    , m_longestMessage(longestMessage)
{
}

void EventHandlers::privateMessage(Session &session, const QJsonArray &arguments,
                                   const Acknowledge &acknowledge)
{
    const Acknowledge reply = orNothing(acknowledge);
    if (const auto waitMs = session.messageAllowance.take(m_clock.steadyMs())) {
        reply(ackError({ErrorCode::TooFast, QStringLiteral("Demasiados mensajes seguidos"), *waitMs}));
        return;
    }
    const auto message = PrivateMessage::fromJson(arguments.at(0), m_longestMessage);
    if (!message) {
        reply(ackError(message.error()));
        return;
    }
    m_services.messages.send(session, *message, [reply](const Result<SendAck, WireError> &outcome) {
        reply(outcome ? outcome->toJson() : ackError(outcome.error()));
    });
}

void EventHandlers::read(Session &session, const QJsonArray &arguments, const Acknowledge &acknowledge)
{
    const Acknowledge reply = orNothing(acknowledge);
    if (const auto request = takeMark<ReadRequest>(session, arguments, m_clock, reply))
        m_services.reads.read(session, *request, answerWith<ReadCursor>(reply));
}

void EventHandlers::unread(Session &session, const QJsonArray &arguments, const Acknowledge &acknowledge)
{
    const Acknowledge reply = orNothing(acknowledge);
    if (const auto request = takeMark<MarkRequest>(session, arguments, m_clock, reply))
        m_services.reads.markUnread(session, *request, answerWith<ReadCursor>(reply));
}

void EventHandlers::delivered(Session &session, const QJsonArray &arguments, const Acknowledge &acknowledge)
{
    const Acknowledge reply = orNothing(acknowledge);
    if (const auto request = takeMark<MarkRequest>(session, arguments, m_clock, reply))
        m_services.reads.delivered(session, *request, answerWith<Delivery>(reply));
}

void EventHandlers::typing(Session &session, const QJsonArray &arguments, const Acknowledge &)
{
    if (session.typingAllowance.take(m_clock.steadyMs()))
        return;
    if (const auto notice = TypingNotice::fromJson(arguments.at(0)))
        m_services.typing.tell(session, *notice);
}

void EventHandlers::unknownEvent(const Acknowledge &acknowledge) const
{
    if (acknowledge)
        acknowledge(ackError({ErrorCode::InvalidData, QStringLiteral("El servidor no conoce ese evento")}));
}

} // namespace ventanilla
