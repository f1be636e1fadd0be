#include "protocol/conversation.h"

#include "core/jsonreader.h"
#include "core/timestamp.h"

#include <QJsonArray>

#include <algorithm>
#include <array>

namespace ventanilla {

namespace {

struct StateName {
    ConversationState state;
    QStringView name;
};

constexpr std::array stateNames {
    StateName {ConversationState::Open, u"abierta"},
    StateName {ConversationState::OnHold, u"en_espera"},
    StateName {ConversationState::Closed, u"cerrada"},
};

/// What a server that is older does not tell is as if nothing had happened.
void readProgress(JsonReader &read, ConversationRow &row)
{
    row.state = conversationStateFromWire(read.optionalString(u"estado").value_or(QString()))
                    .value_or(ConversationState::Open);
    row.assignedTo = read.optionalString(u"asignada_a").value_or(QString());
    row.counts = {read.optionalInteger(u"entrantes").value_or(0),
                  read.optionalInteger(u"salientes").value_or(0)};
    row.userReadUpTo = read.optionalInteger(u"usuario_leido").value_or(0);
    row.userGotUpTo = read.optionalInteger(u"usuario_entregado").value_or(0);
}

QJsonObject ownJson(const OwnReading &own)
{
    return {{QStringLiteral("hasta"), own.upTo},
            {QStringLiteral("version"), own.version},
            {QStringLiteral("ordinal"), own.ordinal}};
}

OwnReading readOwn(const QJsonObject &json)
{
    JsonReader read(json);
    return {read.optionalInteger(u"hasta").value_or(0), read.optionalInteger(u"version").value_or(0),
            read.optionalInteger(u"ordinal").value_or(0)};
}

} // namespace

QString toWire(ConversationState state)
{
    const auto found = std::ranges::find(stateNames, state, &StateName::state);
    Q_ASSERT(found != stateNames.end());
    return found->name.toString();
}

std::optional<ConversationState> conversationStateFromWire(QStringView text)
{
    const auto found = std::ranges::find(stateNames, text, &StateName::name);
    return found != stateNames.end() ? std::optional(found->state) : std::nullopt;
}

QJsonObject ConversationRow::toJson() const
{
    return {
        {QStringLiteral("usuario"), user},
        {QStringLiteral("nombre"), name},
        {QStringLiteral("sin_responder_desde"),
         unansweredSinceMs ? QJsonValue(toTimestamp(*unansweredSinceMs)) : QJsonValue()},
        {QStringLiteral("en_linea"), online},
        {QStringLiteral("version"), version},
        {QStringLiteral("estado"), toWire(state)},
        {QStringLiteral("asignada_a"), assignedTo.isEmpty() ? QJsonValue() : QJsonValue(assignedTo)},
        {QStringLiteral("no_leidos"), unread()},
        {QStringLiteral("entrantes"), counts.fromUser},
        {QStringLiteral("salientes"), counts.fromStaff},
        {QStringLiteral("lectura"), ownJson(ownReading)},
        {QStringLiteral("usuario_leido"), userReadUpTo},
        {QStringLiteral("usuario_entregado"), userGotUpTo},
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
    readProgress(read, row);
    row.ownReading = readOwn(json.toObject().value(u"lectura").toObject());
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

QJsonObject OwnThread::toJson() const
{
    return {
        {QStringLiteral("entrantes"), counts.fromUser},  {QStringLiteral("salientes"), counts.fromStaff},
        {QStringLiteral("no_leidos"), unread()},         {QStringLiteral("lectura"), ownJson(ownReading)},
        {QStringLiteral("equipo_leido"), staffReadUpTo}, {QStringLiteral("equipo_entregado"), staffGotUpTo},
    };
}

Result<OwnThread> OwnThread::fromJson(const QJsonValue &json)
{
    JsonReader read(json);
    OwnThread thread;
    thread.counts = {read.integer(u"entrantes"), read.integer(u"salientes")};
    thread.staffReadUpTo = read.integer(u"equipo_leido");
    thread.staffGotUpTo = read.integer(u"equipo_entregado");
    thread.ownReading = readOwn(read.object(u"lectura"));
    if (!read.ok())
        return failure(Error {read.problem()});
    return thread;
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
