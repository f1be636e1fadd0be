#include "chat/presenceservice.h"

#include "protocol/events.h"
#include "protocol/session.h"

#include <algorithm>
#include <chrono>

namespace ventanilla {

PresenceService::PresenceService(Broadcaster &broadcaster, const Clock &clock, qint64 graceMs)
    : m_broadcaster(broadcaster)
    , m_clock(clock)
    , m_graceMs(graceMs)
{
    m_timer.setSingleShot(true);
    m_timer.callOnTimeout([this] { announceDepartures(); });
}

void PresenceService::joined(const Session &session)
{
    const QString &username = session.identity.username;
    const Role role = session.identity.role;
    const bool known = m_present.contains(username);
    Account &account = m_present[username];
    ++account.sessions;
    const bool sameRole = std::exchange(account.role, role) == role;
    // A new role ends all sessions of the old one; who comes back with it is somebody else.
    if (!known || !sameRole)
        tell({username, role, PresenceState::Online}, session.id);
}

void PresenceService::left(const Session &session)
{
    const QString &username = session.identity.username;
    const auto account = m_present.find(username);
    Q_ASSERT(account != m_present.end() && account->sessions > 0);
    if (--account->sessions > 0)
        return;
    account->dueMs = m_clock.steadyMs() + m_graceMs;
    m_departures.push_back({username, account->dueMs});
    if (!m_timer.isActive())
        m_timer.start(std::chrono::milliseconds(m_graceMs));
}

void PresenceService::announceDepartures()
{
    const qint64 now = m_clock.steadyMs();
    while (!m_departures.empty() && m_departures.front().dueMs <= now) {
        const Departure departure = std::move(m_departures.front());
        m_departures.pop_front();
        const auto account = m_present.constFind(departure.username);
        if (account == m_present.constEnd() || account->sessions > 0 || account->dueMs != departure.dueMs)
            continue;
        const Presence gone {departure.username, account->role, PresenceState::Offline};
        m_present.erase(account);
        tell(gone);
    }
    if (!m_departures.empty()) {
        const qint64 leftMs = m_departures.front().dueMs - now;
        m_timer.start(std::chrono::milliseconds(std::max<qint64>(leftMs, 1)));
    }
}

void PresenceService::tell(const Presence &presence, const QString &exceptSession)
{
    const bool before = isAnyoneAvailable();
    if (presence.role == Role::Admin && presence.state != PresenceState::Offline)
        m_staff.insert(presence.user);
    else
        m_staff.remove(presence.user);
    const bool available = isAnyoneAvailable();
    m_broadcaster.broadcast({room::admins()}, event::presence, presence.toJson(), exceptSession);
    if (available != before)
        m_broadcaster.broadcast({room::users()}, event::availability, Availability {available}.toJson());
}

QList<Presence> PresenceService::staff() const
{
    QList<Presence> staff;
    for (const QString &username : m_staff)
        staff.append({username, Role::Admin, PresenceState::Online});
    std::ranges::sort(staff, {}, &Presence::user);
    return staff;
}

QList<Presence> PresenceService::everybody() const
{
    QList<Presence> everybody;
    for (auto account = m_present.cbegin(); account != m_present.cend(); ++account)
        everybody.append({account.key(), account->role, PresenceState::Online});
    std::ranges::sort(everybody, {}, &Presence::user);
    return everybody;
}

} // namespace ventanilla
