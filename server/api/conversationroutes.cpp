#include "api/conversationroutes.h"

#include "api/paging.h"

namespace ventanilla {

namespace {

constexpr int presetLimit = 100;

std::optional<ConversationOrder> orderFrom(const QString &text)
{
    if (text.isEmpty() || text == u"reciente")
        return ConversationOrder::Recent;
    if (text == u"espera")
        return ConversationOrder::LongestWaiting;
    if (text == u"creada")
        return ConversationOrder::Created;
    return std::nullopt;
}

/// Words separated by commas; nothing if there is one that is not known.
std::optional<ConversationFilter> filterFrom(const QString &text)
{
    ConversationFilter filter;
    if (text.isEmpty())
        return filter;
    for (const QString &word : text.split(u',')) {
        if (word == u"mias")
            filter.own = true;
        else if (word == u"sin_asignar")
            filter.unassigned = true;
        else if (word == u"no_leidas")
            filter.unread = true;
        else if (word == u"abiertas")
            filter.open = true;
        else if (word == u"cerradas")
            filter.closed = true;
        else
            return std::nullopt;
    }
    return filter;
}

Result<ConversationQuery> queryFrom(const HttpRequest &request, const QString &reader)
{
    const auto item = [&request](const char *name) {
        return request.queryItem(QString::fromLatin1(name)).value_or(QString());
    };
    const auto order = orderFrom(item("orden"));
    const auto limit = pageLimit(request, presetLimit);
    if (!order)
        return failure("El parámetro orden es reciente, espera o creada");
    if (!limit)
        return failure(limit.error());
    const auto filter = filterFrom(item("filtro"));
    if (!filter)
        return failure(
            "El parámetro filtro es una lista de mias, sin_asignar, no_leidas, abiertas y cerradas");
    return ConversationQuery {*order, item("texto"), *limit, item("tras"), reader, *filter};
}

HttpResponse failureAnswer(const StoreError &error)
{
    return error.kind == StoreError::Kind::BadRequest
        ? badRequest(QStringLiteral("El parámetro tras no es de esta lista"))
        : internalError();
}

} // namespace

ConversationRoutes::ConversationRoutes(const RequestAuth &auth, const ConversationService &conversations)
    : m_auth(auth)
    , m_conversations(conversations)
{
}

void ConversationRoutes::addTo(Router &router)
{
    router.add(
        "GET", QStringLiteral("/api/conversaciones"),
        [this](const HttpRequest &request, const HttpResponder &responder) { list(request, responder); });
    router.add(
        "GET", QStringLiteral("/api/conversaciones/mia"),
        [this](const HttpRequest &request, const HttpResponder &responder) { own(request, responder); });
    router.add(
        "GET", QStringLiteral("/api/usuarios-conversaciones"),
        [this](const HttpRequest &request, const HttpResponder &responder) { users(request, responder); });
}

void ConversationRoutes::list(const HttpRequest &request, const HttpResponder &responder)
{
    m_auth.adminsOnly(request, responder, [this, request, responder](const Identity &identity) {
        const auto query = queryFrom(request, identity.username);
        if (!query) {
            responder.respond(badRequest(query.error().message));
            return;
        }
        m_conversations.list(*query, [responder](const Result<ConversationPage, StoreError> &page) {
            responder.respond(page ? HttpResponse::json(200, page->toJson()) : failureAnswer(page.error()));
        });
    });
}

void ConversationRoutes::own(const HttpRequest &request, const HttpResponder &responder)
{
    m_auth.usersOnly(request, responder, [this, responder](const Identity &identity) {
        m_conversations.ownThread(
            identity.username, [responder](const Result<OwnThread, StoreError> &thread) {
                responder.respond(thread ? HttpResponse::json(200, thread->toJson()) : internalError());
            });
    });
}

void ConversationRoutes::users(const HttpRequest &request, const HttpResponder &responder)
{
    m_auth.adminsOnly(request, responder, [this, responder](const Identity &) {
        m_conversations.users([responder](const Result<QStringList, StoreError> &users) {
            responder.respond(users ? HttpResponse::json(200, QJsonArray::fromStringList(*users))
                                    : failureAnswer(users.error()));
        });
    });
}

} // namespace ventanilla
