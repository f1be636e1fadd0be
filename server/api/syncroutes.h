#pragma once

#include "api/requestauth.h"
#include "api/turnstile.h"
#include "chat/conversationservice.h"
#include "net/router.h"

namespace ventanilla {

/// `GET /api/sincronizar`: what a client has missed, page by page. Lives on the network's thread; what
/// it is given must outlive it.
class SyncRoutes
{
public:
    /// `usersMayWriteToUsers`: end users are also told what came outside their own thread.
    SyncRoutes(bool usersMayWriteToUsers, const RequestAuth &auth, const ConversationService &conversations);

    void addTo(Router &router);

private:
    void synchronize(const HttpRequest &request, const HttpResponder &responder);
    void answer(const SyncQuery &query, const HttpResponder &responder, const Turnstile::Turn &turn);

    const bool m_usersMayWriteToUsers;
    const RequestAuth &m_auth;
    const ConversationService &m_conversations;
    Turnstile m_pages;
};

} // namespace ventanilla
