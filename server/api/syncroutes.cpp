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
    , m_pages(Turnstile::pages)
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
        const bool admitted =
            m_pages.enter(identity.username, [this, query, responder](const Turnstile::Turn &turn) {
                if (responder.isWaiting())
                    answer(query, responder, turn);
            });
        if (!admitted)
            responder.respond(tooBusy());
    });
}

void SyncRoutes::answer(const SyncQuery &query, const HttpResponder &responder, const Turnstile::Turn &turn)
{
    m_conversations.synchronize(query, [responder, turn](const Result<SyncPage, StoreError> &page) {
        Q_UNUSED(turn) // is over when this has been answered
        responder.respond(page ? HttpResponse::json(200, page->toJson()) : internalError());
    });
}

} // namespace ventanilla
