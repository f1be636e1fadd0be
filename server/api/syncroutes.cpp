#include "api/syncroutes.h"

#include "api/paging.h"

namespace ventanilla {

namespace {

constexpr int presetLimit = 500;

} // namespace

SyncRoutes::SyncRoutes(bool usersMayWriteToUsers, const RequestAuth &auth,
                       const ConversationService &conversations)
    : m_usersMayWriteToUsers(usersMayWriteToUsers)
    , m_auth(auth)
    , m_conversations(conversations)
{
}

void SyncRoutes::addTo(Router &router)
{
    router.add("GET", QStringLiteral("/api/sincronizar"),
               [this](const HttpRequest &request, const HttpResponder &responder) {
                   synchronize(request, responder);
               });
}

void SyncRoutes::synchronize(const HttpRequest &request, const HttpResponder &responder)
{
    m_auth.anyone(request, responder, [this, request, responder](const Identity &identity) {
        const auto after = syncCursor(request);
        const auto limit = pageLimit(request, presetLimit);
        if (!after || !limit) {
            responder.respond(badRequest(after ? limit.error().message : after.error().message));
            return;
        }
        const SyncQuery query {{identity.username, identity.role}, m_usersMayWriteToUsers, *after, *limit};
        m_conversations.synchronize(query, [responder](const Result<SyncPage, StoreError> &page) {
            responder.respond(page ? HttpResponse::json(200, page->toJson()) : internalError());
        });
    });
}

} // namespace ventanilla
