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

Result<ConversationQuery> queryFrom(const HttpRequest &request)
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
    if (!item("filtro").isEmpty())
        return failure("Este servidor no conoce ese filtro");
    return ConversationQuery {*order, item("texto"), *limit, item("tras")};
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
        "GET", QStringLiteral("/api/usuarios-conversaciones"),
        [this](const HttpRequest &request, const HttpResponder &responder) { users(request, responder); });
}

void ConversationRoutes::list(const HttpRequest &request, const HttpResponder &responder)
{
    m_auth.adminsOnly(request, responder, [this, request, responder](const Identity &) {
        const auto query = queryFrom(request);
        if (!query) {
            responder.respond(badRequest(query.error().message));
            return;
        }
        m_conversations.list(*query, [responder](const Result<ConversationPage, StoreError> &page) {
            responder.respond(page ? HttpResponse::json(200, page->toJson()) : failureAnswer(page.error()));
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
