#include "api/historyroutes.h"

#include "api/paging.h"

#include <numeric>

namespace ventanilla {

namespace {

// Of an answer without paging, in UTF-16 units.
constexpr qint64 mostText = 2'000'000;

constexpr Turnstile::Limits wholeHistories {2, 256, 16};

QJsonArray rowsOf(const QList<Message> &messages)
{
    QJsonArray rows;
    for (const Message &message : messages)
        rows.append(message.toHistoryRow());
    return rows;
}

/// The newest of these that the bounds of an answer without paging allow, and whether some are
/// missing.
HttpResponse cutToBounds(QList<Message> messages, qint64 mostRows)
{
    const qint64 text =
        std::accumulate(messages.begin(), messages.end(), qint64(0),
                        [](qint64 sum, const Message &message) { return sum + message.text.size(); });
    const bool cut = messages.size() > mostRows || (text >= mostText && messages.size() > 1);
    if (cut)
        messages.removeFirst();
    HttpResponse response = HttpResponse::json(200, rowsOf(messages));
    if (cut)
        response.withHeader("X-Truncado", "1");
    return response;
}

} // namespace

HistoryRoutes::HistoryRoutes(HistoryConfig config, const RequestAuth &auth, ChatStore &store,
                             AccountDirectory &accounts)
    : m_config(config)
    , m_auth(auth)
    , m_store(store)
    , m_accounts(accounts)
    , m_pages(Turnstile::pages)
    , m_wholeHistories(wholeHistories)
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
        answer(identity.username, {scope, identity.username, paging->range}, paging->paged,
               QStringLiteral("Error interno"), responder);
    });
}

void HistoryRoutes::conversation(const HttpRequest &request, const HttpResponder &responder)
{
    m_auth.adminsOnly(request, responder, [this, request, responder](const Identity &identity) {
        const QString user = request.queryItem(QStringLiteral("con")).value_or(QString());
        const auto paging = messagePaging(request, m_config.mostRows);
        if (user.isEmpty() || !paging) {
            responder.respond(badRequest(user.isEmpty() ? QStringLiteral("Falta el parámetro ?con=usuario")
                                                        : paging.error().message));
            return;
        }
        const QString failureText = QStringLiteral("Error al obtener mensajes");
        const QString asker = identity.username;
        m_accounts.find(
            user, [=, this, paging = *paging](const Result<std::optional<Account>, StoreError> &account) {
                if (!account)
                    responder.respond(internalError(failureText));
                else if (!*account)
                    responder.respond(HttpResponse::json(200, QJsonArray()));
                else
                    answer(asker, {MessageQuery::Scope::Thread, (*account)->username, paging.range},
                           paging.paged, failureText, responder);
            });
    });
}

void HistoryRoutes::answer(const QString &asker, const MessageQuery &query, bool paged,
                           const QString &failureText, const HttpResponder &responder)
{
    Turnstile &turnstile = paged ? m_pages : m_wholeHistories;
    const bool admitted = turnstile.enter(asker, [=, this](const Turnstile::Turn &turn) {
        if (!responder.isWaiting())
            return; // the client had no patience, and the next one need not wait for it
        if (paged)
            answerPage(query, failureText, responder, turn);
        else
            answerWhole(query, failureText, responder, turn);
    });
    if (!admitted)
        responder.respond(tooBusy());
}

void HistoryRoutes::answerPage(const MessageQuery &query, const QString &failureText,
                               const HttpResponder &responder, const Turnstile::Turn &turn)
{
    m_store.messages(query, [=](const Result<QList<Message>, StoreError> &messages) {
        Q_UNUSED(turn) // is over when this has been answered
        responder.respond(messages ? HttpResponse::json(200, rowsOf(*messages)) : internalError(failureText));
    });
}

void HistoryRoutes::answerWhole(const MessageQuery &query, const QString &failureText,
                                const HttpResponder &responder, const Turnstile::Turn &turn)
{
    // One row more than the answer may hold tells whether it had to be cut.
    MessageQuery bounded = query;
    bounded.range.limit += 1;
    bounded.range.mostText = mostText;
    m_store.messages(bounded, [=](const Result<QList<Message>, StoreError> &messages) {
        Q_UNUSED(turn)
        responder.respond(messages ? cutToBounds(*messages, query.range.limit) : internalError(failureText));
    });
}

} // namespace ventanilla
