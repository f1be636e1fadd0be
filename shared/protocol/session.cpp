#include "protocol/session.h"

#include "core/jsonreader.h"
#include "core/timestamp.h"

namespace ventanilla {

QJsonObject SignedIn::toJson() const
{
    QJsonObject json {
        {QStringLiteral("usuario"), username},
        {QStringLiteral("nombre"), displayName},
        {QStringLiteral("rol"), toWire(role)},
        {QStringLiteral("token"), token},
        {QStringLiteral("caduca"), toTimestamp(expiresAtMs)},
    };
    if (validForMs)
        json.insert(QStringLiteral("vigencia_ms"), *validForMs);
    return json;
}

Result<SignedIn> SignedIn::fromJson(const QJsonValue &json)
{
    JsonReader read(json);
    SignedIn signedIn;
    signedIn.username = read.string(u"usuario");
    signedIn.displayName = read.string(u"nombre");
    const auto role = roleFromWire(read.string(u"rol"));
    signedIn.token = read.string(u"token");
    const auto expires = fromTimestamp(read.string(u"caduca"));
    signedIn.validForMs = read.optionalInteger(u"vigencia_ms");
    if (!read.ok())
        return failure(Error {read.problem()});
    if (!role || !expires)
        return failure("the answer to the sign-in has a role or a time that is not known");
    signedIn.role = *role;
    signedIn.expiresAtMs = *expires;
    return signedIn;
}

QJsonObject Ready::toJson() const
{
    QJsonObject json {
        {QStringLiteral("cursor"), cursor},
        {QStringLiteral("epoca"), epoch},
        {QStringLiteral("version"), version},
        {QStringLiteral("limites"), limits.toJson()},
        {QStringLiteral("disponible"), Availability {available}.toJson()},
    };
    if (!staff.isEmpty())
        json.insert(QStringLiteral("presencia"), PresenceList {staff}.toJson().value(u"presentes"));
    return json;
}

Result<Ready> Ready::fromJson(const QJsonValue &json)
{
    JsonReader read(json);
    Ready ready;
    ready.cursor = read.integer(u"cursor");
    ready.epoch = read.string(u"epoca");
    ready.version = read.optionalString(u"version").value_or(QString());
    ready.limits = Limits::fromJson(read.object(u"limites"));
    const auto availability = Availability::fromJson(read.object(u"disponible"));
    if (!read.ok())
        return failure(Error {read.problem()});
    ready.available = availability && availability->anyone;
    const QJsonValue presence = json.toObject().value(u"presencia");
    if (presence.isArray()) {
        auto staff = PresenceList::fromJson(QJsonObject {{QStringLiteral("presentes"), presence}});
        if (!staff)
            return failure(staff.error());
        ready.staff = std::move(staff->present);
    }
    return ready;
}

QJsonObject Availability::toJson() const
{
    return {{QStringLiteral("hay"), anyone}};
}

Result<Availability> Availability::fromJson(const QJsonValue &json)
{
    JsonReader read(json);
    const bool anyone = read.boolean(u"hay");
    if (!read.ok())
        return failure(Error {read.problem()});
    return Availability {anyone};
}

QJsonObject SessionEnded::toJson() const
{
    return {{QStringLiteral("codigo"), toWire(code)}};
}

Result<SessionEnded> SessionEnded::fromJson(const QJsonValue &json)
{
    JsonReader read(json);
    const auto code = errorCodeFromWire(read.string(u"codigo"));
    if (!read.ok())
        return failure(Error {read.problem()});
    return SessionEnded {code.value_or(ErrorCode::TokenInvalid)};
}

} // namespace ventanilla
