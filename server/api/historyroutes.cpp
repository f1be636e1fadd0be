#include "api/historyroutes.h"

#include "api/paging.h"

namespace ventanilla {

HistoryRoutes::HistoryRoutes(HistoryConfig config, const RequestAuth &auth, ChatStore &store,
                             AccountDirectory &accounts)
    : m_config(config)
    , m_auth(auth)
    , m_store(store)
    , m_accounts(accounts)
{
}

void HistoryRoutes::addTo(Router &router)
{
    router.add("GET", QStringLiteral("/api/mensajes/mios"),
               [this](const HttpRequest &request, const HttpResponder &responder) {
                   ownMessages(request, responder);
               });
    router.add("GET", QStringLiteral("/api/mensajes"),
               [this](const HttpRequest &request, const HttpResponder &responder) {
                   conversation(request, responder);
               });
}

void HistoryRoutes::ownMessages(const HttpRequest &request, const HttpResponder &responder)
{
    m_auth.anyone(request, responder, [this, request, responder](const Identity &identity) {
        const auto paging = messagePaging(request, m_config.mostRows);
        if (!paging) {
            responder.respond(badRequest(paging.error().message));
            return;
        }
        // Staff have no thread of their own: theirs is what they wrote and were sent.
        const auto scope = identity.role == Role::Admin ? MessageQuery::Scope::WrittenOrAddressed
            : m_config.usersMayWriteToUsers             ? MessageQuery::Scope::ThreadAndAddressed
                                                        : MessageQuery::Scope::Thread;
        answer({scope, identity.username, paging->range}, paging->paged, QStringLiteral("Error interno"),
               responder);
    });
}

void HistoryRoutes::conversation(const HttpRequest &request, const HttpResponder &responder)
{
    m_auth.adminsOnly(request, responder, [this, request, responder](const Identity &) {
        const QString user = request.queryItem(QStringLiteral("con")).value_or(QString());
        const auto paging = messagePaging(request, m_config.mostRows);
        if (user.isEmpty() || !paging) {
            responder.respond(badRequest(user.isEmpty() ? QStringLiteral("Falta el parámetro ?con=usuario")
                                                        : paging.error().message));
            return;
        }
        const QString failureText = QStringLiteral("Error al obtener mensajes");
        m_accounts.find(
            user, [=, this, paging = *paging](const Result<std::optional<Account>, StoreError> &account) {
                if (!account)
                    responder.respond(internalError(failureText));
                else if (!*account)
                    responder.respond(HttpResponse::json(200, QJsonArray()));
                else
                    answer({MessageQuery::Scope::Thread, (*account)->username, paging.range}, paging.paged,
                           failureText, responder);
            });
    });
}

void HistoryRoutes::answer(const MessageQuery &query, bool paged, const QString &failureText,
                           const HttpResponder &responder)
{
    // One row more than an unpaged answer may hold tells whether it had to be cut.
    MessageQuery bounded = query;
    bounded.range.limit += paged ? 0 : 1;
    m_store.messages(bounded, [=](const Result<QList<Message>, StoreError> &messages) {
        if (!messages) {
            responder.respond(internalError(failureText));
            return;
        }
        const bool cut = messages->size() > query.range.limit;
        QJsonArray rows;
        for (qsizetype i = cut ? 1 : 0; i < messages->size(); ++i)
            rows.append(messages->at(i).toHistoryRow());
        HttpResponse response = HttpResponse::json(200, rows);
        if (cut)
            response.withHeader("X-Truncado", "1");
        responder.respond(response);
    });
}

} // namespace ventanilla
