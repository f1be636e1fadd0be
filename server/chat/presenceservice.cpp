#include "chat/presenceservice.h"

#include "protocol/events.h"
#include "protocol/session.h"

namespace ventanilla {

PresenceService::PresenceService(Broadcaster &broadcaster)
    : m_broadcaster(broadcaster)
{
}

void PresenceService::joined(const Session &session)
{
    ++m_sessions[session.identity.username];
    if (session.identity.role == Role::Admin && ++m_adminSessions == 1)
        announceAvailability();
}

void PresenceService::left(const Session &session)
{
    if (--m_sessions[session.identity.username] == 0)
        m_sessions.remove(session.identity.username);
    if (session.identity.role == Role::Admin && --m_adminSessions == 0)
        announceAvailability();
}

void PresenceService::announceAvailability() const
{
    m_broadcaster.broadcast({room::users()}, event::availability,
                            Availability {isAnyoneAvailable()}.toJson());
}

} // namespace ventanilla
