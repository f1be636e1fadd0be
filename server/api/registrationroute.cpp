#include "api/registrationroute.h"

#include "api/formrequest.h"
#include "api/requestauth.h"
#include "auth/passwordhash.h"
#include "core/logging.h"
#include "core/text.h"
#include "protocol/limits.h"

namespace ventanilla {

namespace {

/// 400 with the field at fault.
HttpResponse badField(const QString &field, const QString &why)
{
    QJsonObject body {{QStringLiteral("error"), QStringLiteral("Campo no válido: %1").arg(field)},
                      {QStringLiteral("codigo"), toWire(ErrorCode::InvalidData)},
                      {QStringLiteral("campo"), field},
                      {QStringLiteral("detalle"), why}};
    return HttpResponse::json(400, body);
}

HttpResponse nameTaken()
{
    return HttpResponse::error(409, QStringLiteral("El usuario ya existe"), toWire(ErrorCode::InvalidData));
}

std::optional<HttpResponse> problemWith(const QString &username, const QString &displayName,
                                        const QString &password)
{
    if (const QString why = usernameProblem(username); !why.isEmpty())
        return badField(QStringLiteral("user"), why);
    if (const QString why = displayNameProblem(displayName); !why.isEmpty())
        return badField(QStringLiteral("name"), why);
    if (const QString why = passwordProblem(password); !why.isEmpty())
        return badField(QStringLiteral("pass"), why);
    if (foldedName(username) == supportMailbox)
        return nameTaken();
    return std::nullopt;
}

} // namespace

RegistrationRoute::RegistrationRoute(QStringList allowedOrigins, ChatStore &store, PasswordWorkers &workers)
    : m_allowedOrigins(std::move(allowedOrigins))
    , m_store(store)
    , m_workers(workers)
{
}

void RegistrationRoute::addTo(Router &router)
{
    router.add("POST", QStringLiteral("/register"),
               [this](const HttpRequest &request, const HttpResponder &responder) {
                   registerAccount(request, responder);
               });
}

void RegistrationRoute::registerAccount(const HttpRequest &request, const HttpResponder &responder)
{
    const auto fields = acceptForm(request, responder, m_allowedOrigins);
    if (!fields)
        return;
    const QString username = fields->value(QStringLiteral("user"));
    const QString displayName = fields->value(QStringLiteral("name"), username);
    const QString password = fields->value(QStringLiteral("pass"));
    if (const auto problem = problemWith(username, displayName, password)) {
        responder.respond(*problem);
        return;
    }
    const bool accepted = m_workers.hash(password, [=, this](const Result<QByteArray> &hash) {
        if (hash)
            create({username, displayName, Role::User, *hash}, responder);
        else
            responder.respond(internalError());
    });
    if (!accepted) {
        responder.respond(
            HttpResponse::error(429, QStringLiteral("Demasiados intentos"), toWire(ErrorCode::TooFast))
                .withHeader("Retry-After", "1"));
    }
}

void RegistrationRoute::create(const NewAccount &account, const HttpResponder &responder)
{
    m_store.createAccount(account, [responder](const Result<Account, StoreError> &made) {
        if (made) {
            qCInfo(logAuth).noquote() << "registered:" << forLog(made->username);
            responder.respond(HttpResponse::json(201,
                                                 QJsonObject {{QStringLiteral("usuario"), made->username},
                                                              {QStringLiteral("nombre"), made->displayName},
                                                              {QStringLiteral("rol"), toWire(made->role)}}));
        } else if (made.error().kind == StoreError::Kind::Conflict) {
            responder.respond(nameTaken());
        } else {
            responder.respond(internalError());
        }
    });
}

} // namespace ventanilla
