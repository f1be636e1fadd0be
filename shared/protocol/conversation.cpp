#include "protocol/conversation.h"

#include "core/jsonreader.h"
#include "core/timestamp.h"

#include <QJsonArray>

namespace ventanilla {

QJsonObject ConversationRow::toJson() const
{
    return {
        {QStringLiteral("usuario"), user},
        {QStringLiteral("nombre"), name},
        {QStringLiteral("sin_responder_desde"),
         unansweredSinceMs ? QJsonValue(toTimestamp(*unansweredSinceMs)) : QJsonValue()},
        {QStringLiteral("en_linea"), online},
        {QStringLiteral("version"), version},
        {QStringLiteral("ultimo"),
         QJsonObject {{QStringLiteral("id"), last.id},
                      {QStringLiteral("de"), last.from},
                      {QStringLiteral("mensaje"), last.text},
                      {QStringLiteral("fecha"), toTimestamp(last.sentAtMs)}}},
    };
}

Result<ConversationRow> ConversationRow::fromJson(const QJsonValue &json)
{
    JsonReader read(json);
    ConversationRow row;
    row.user = read.string(u"usuario");
    row.name = read.optionalString(u"nombre").value_or(row.user);
    const auto unansweredSince = read.optionalString(u"sin_responder_desde");
    row.online = read.boolean(u"en_linea");
    row.version = read.integer(u"version");
    const QJsonObject last = read.object(u"ultimo");
    if (!read.ok())
        return failure(Error {read.problem()});

    JsonReader readLast(last);
    row.last.id = readLast.integer(u"id");
    row.last.from = readLast.string(u"de");
    row.last.text = readLast.string(u"mensaje");
    const auto sentAtMs = fromTimestamp(readLast.string(u"fecha"));
    if (!readLast.ok())
        return failure(Error {readLast.problem()});
    if (!sentAtMs)
        return failure(Error {QStringLiteral("field \"fecha\" must be an ISO 8601 time")});
    row.last.sentAtMs = *sentAtMs;
    if (unansweredSince) {
        row.unansweredSinceMs = fromTimestamp(*unansweredSince);
        if (!row.unansweredSinceMs)
            return failure(Error {QStringLiteral("field \"sin_responder_desde\" must be an ISO 8601 time")});
    }
    return row;
}

QJsonObject ConversationPage::toJson() const
{
    QJsonArray array;
    for (const ConversationRow &row : rows)
        array.append(row.toJson());
    return {{QStringLiteral("filas"), array},
            {QStringLiteral("tras"), next.isEmpty() ? QJsonValue() : QJsonValue(next)}};
}

Result<ConversationPage> ConversationPage::fromJson(const QJsonValue &json)
{
    JsonReader read(json);
    const QJsonArray rows = read.array(u"filas");
    ConversationPage page;
    page.next = read.optionalString(u"tras").value_or(QString());
    if (!read.ok())
        return failure(Error {read.problem()});
    for (const auto &entry : rows) {
        auto row = ConversationRow::fromJson(entry);
        if (!row)
            return failure(row.error());
        page.rows.append(*std::move(row));
    }
    return page;
}

} // namespace ventanilla
