#pragma once

#include "api/requestauth.h"
#include "chat/conversationservice.h"
#include "net/router.h"

namespace ventanilla {

/// `GET /api/conversaciones` and `GET /api/usuarios-conversaciones`, for support staff, and
/// `GET /api/conversaciones/mia`, for end users. Lives on the network's thread; what it is given must
/// outlive it.
class ConversationRoutes
{
public:
    ConversationRoutes(const RequestAuth &auth, const ConversationService &conversations);

    void addTo(Router &router);

private:
    void list(const HttpRequest &request, const HttpResponder &responder);
    void own(const HttpRequest &request, const HttpResponder &responder);
    void users(const HttpRequest &request, const HttpResponder &responder);

    const RequestAuth &m_auth;
    const ConversationService &m_conversations;
};

} // namespace ventanilla
