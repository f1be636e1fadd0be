#pragma once

#include "chat/broadcaster.h"
#include "chat/session.h"
#include "core/clock.h"
#include "protocol/presence.h"

#include <QHash>
#include <QSet>
#include <QTimer>

#include <deque>

namespace ventanilla {

/// Who is there: counts the live sessions of each account, and tells support staff of everybody who
/// comes and goes, end users whether any staff is there. Somebody whose last session has ended stays
/// for a short while more, so that a page that is loaded again does not look like a farewell. Lives
/// on the network's thread; what it is given must outlive it.
class PresenceService
{
public:
    /// `graceMs` is how long somebody may be away unnoticed.
    PresenceService(Broadcaster &broadcaster, const Clock &clock, qint64 graceMs);

    /// When the session is in its rooms; it is itself not told.
    void joined(const Session &session);
    void left(const Session &session);

    // These say what has been announced.
    bool isOnline(const QString &username) const { return m_present.contains(username); }
    /// Whether any support staff is there.
    bool isAnyoneAvailable() const { return !m_staff.isEmpty(); }
    /// Sorted by name, as the next.
    QList<Presence> staff() const;
    QList<Presence> everybody() const;

    /// Announces those whose time to come back is over. Its own timer calls this; a test may.
    void announceDepartures();

private:
    struct Account {
        Role role = Role::User;
        int sessions = 0;
        /// Without sessions: when that is announced (Clock::steadyMs()).
        qint64 dueMs = 0;
    };

    struct Departure {
        QString username;
        qint64 dueMs;
    };

    void tell(const Presence &presence, const QString &exceptSession = {});

    Broadcaster &m_broadcaster;
    const Clock &m_clock;
    const qint64 m_graceMs;
    QHash<QString, Account> m_present;
    /// Those of them that are support staff.
    QSet<QString> m_staff;
    /// In the order in which they are due; void for who has come back since.
    std::deque<Departure> m_departures;
    QTimer m_timer;
};

} // namespace ventanilla
