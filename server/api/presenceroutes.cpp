#include "api/presenceroutes.h"

namespace ventanilla {

PresenceRoutes::PresenceRoutes(const RequestAuth &auth, const PresenceService &presence)
    : m_auth(auth)
    , m_presence(presence)
{
}

void PresenceRoutes::addTo(Router &router)
{
    router.add("GET", QStringLiteral("/api/presencia"),
               [this](const HttpRequest &request, const HttpResponder &responder) {
                   m_auth.adminsOnly(request, responder, [this, responder](const Identity &) {
                       responder.respond(
                           HttpResponse::json(200, PresenceList {m_presence.everybody()}.toJson()));
                   });
               });
}

} // namespace ventanilla
