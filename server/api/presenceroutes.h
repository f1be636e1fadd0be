#pragma once

#include "api/requestauth.h"
#include "chat/presenceservice.h"
#include "net/router.h"

namespace ventanilla {

/// `GET /api/presencia`: who is there, for support staff. Lives on the network's thread; what it is
/// given must outlive it.
class PresenceRoutes
{
public:
    PresenceRoutes(const RequestAuth &auth, const PresenceService &presence);

    void addTo(Router &router);

private:
    const RequestAuth &m_auth;
    const PresenceService &m_presence;
};

} // namespace ventanilla
