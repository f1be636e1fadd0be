#pragma once

#include "chat/broadcaster.h"
#include "chat/session.h"

#include <QHash>

namespace ventanilla {

/// Who is there: counts the live sessions of each account and tells end users when support staff
/// comes and goes. Lives on the network's thread.
class PresenceService
{
public:
    explicit PresenceService(Broadcaster &broadcaster);

    void joined(const Session &session);
    void left(const Session &session);

    bool isOnline(const QString &username) const { return m_sessions.contains(username); }
    /// Whether any support staff is there.
    bool isAnyoneAvailable() const { return m_adminSessions > 0; }

private:
    void announceAvailability() const;

    Broadcaster &m_broadcaster;
    /// Number of sessions by account.
    QHash<QString, int> m_sessions;
    int m_adminSessions = 0;
};

} // namespace ventanilla
