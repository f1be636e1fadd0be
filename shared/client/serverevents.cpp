#include "client/serverevents.h"

#include "core/logging.h"
#include "protocol/events.h"

namespace ventanilla {

namespace {

template<typename T, typename Tell>
void passOn(const QJsonValue &payload, Tell tell)
{
    if (const auto value = T::fromJson(payload))
        tell(*value);
    else
        qCWarning(logClient).noquote()
            << "an event that cannot be read is ignored:" << forLog(value.error().message);
}

} // namespace

void ServerEvents::take(const QString &name, const QJsonValue &payload)
{
    if (name == event::read)
        passOn<ReadCursor>(payload, [this](const ReadCursor &cursor) { emit readChanged(cursor); });
    else if (name == event::delivered)
        passOn<Delivery>(payload, [this](const Delivery &delivery) { emit deliveryChanged(delivery); });
    else if (name == event::typing)
        passOn<Typing>(payload, [this](const Typing &typing) { emit typingChanged(typing); });
    else if (name == event::presence)
        passOn<Presence>(payload, [this](const Presence &presence) { emit presenceChanged(presence); });
}

} // namespace ventanilla
