#include "protocol/typing.h"

#include "core/jsonreader.h"
#include "protocol/limits.h"

namespace ventanilla {

QJsonObject TypingNotice::toJson() const
{
    return {{QStringLiteral("para"), to}, {QStringLiteral("activo"), active}};
}

Result<TypingNotice, WireError> TypingNotice::fromJson(const QJsonValue &json)
{
    JsonReader read(json);
    TypingNotice notice;
    notice.to = read.string(u"para");
    notice.active = read.boolean(u"activo");
    const QString problem = read.ok() ? usernameProblem(notice.to) : read.problem();
    if (!problem.isEmpty())
        return failure(WireError {ErrorCode::InvalidData, problem});
    return notice;
}

QJsonObject Typing::toJson() const
{
    return {{QStringLiteral("de"), from},
            {QStringLiteral("nombre"), fromName},
            {QStringLiteral("conversacion"), conversation},
            {QStringLiteral("activo"), active}};
}

Result<Typing> Typing::fromJson(const QJsonValue &json)
{
    JsonReader read(json);
    Typing typing;
    typing.from = read.string(u"de");
    typing.fromName = read.optionalString(u"nombre").value_or(typing.from);
    typing.conversation = read.string(u"conversacion");
    typing.active = read.boolean(u"activo");
    if (!read.ok())
        return failure(Error {read.problem()});
    return typing;
}

} // namespace ventanilla
