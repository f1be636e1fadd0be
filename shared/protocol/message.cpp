#include "protocol/message.h"

#include "core/jsonreader.h"
#include "core/timestamp.h"

namespace ventanilla {

namespace {

/// The two shapes carry the same fields, two of them under other names.
struct FieldNames {
    QStringView from;
    QStringView to;
};

constexpr FieldNames eventNames {u"de", u"para"};
constexpr FieldNames historyNames {u"de_usuario", u"para_usuario"};

QJsonObject write(const Message &message, const FieldNames &names)
{
    QJsonObject json {
        {names.from.toString(), message.from},
        {names.to.toString(), message.to},
        {QStringLiteral("mensaje"), message.text},
        {QStringLiteral("fecha"), toTimestamp(message.sentAtMs)},
        {QStringLiteral("nombre"), message.fromName},
        {QStringLiteral("clave"), message.key},
        {QStringLiteral("conversacion"), message.conversation},
    };
    if (message.id) {
        json.insert(QStringLiteral("id"), *message.id);
        json.insert(QStringLiteral("entrantes"), message.counts.fromUser);
        json.insert(QStringLiteral("salientes"), message.counts.fromStaff);
    }
    return json;
}

Result<Message> read(const QJsonValue &json, const FieldNames &names)
{
    JsonReader reader(json);
    Message message;
    message.id = reader.optionalInteger(u"id");
    message.from = reader.string(names.from);
    message.to = reader.string(names.to);
    message.text = reader.string(u"mensaje");
    const QString sentAt = reader.string(u"fecha");
    message.fromName = reader.optionalString(u"nombre").value_or(message.from);
    message.key = reader.optionalString(u"clave").value_or(QString());
    message.conversation = reader.string(u"conversacion");
    if (message.id) {
        message.counts.fromUser = reader.optionalInteger(u"entrantes").value_or(0);
        message.counts.fromStaff = reader.optionalInteger(u"salientes").value_or(0);
    }
    if (!reader.ok())
        return failure(Error {reader.problem()});

    const auto sentAtMs = fromTimestamp(sentAt);
    if (!sentAtMs)
        return failure(Error {QStringLiteral("field \"fecha\" must be an ISO 8601 time")});
    message.sentAtMs = *sentAtMs;
    return message;
}

} // namespace

QJsonObject Message::toEvent() const
{
    return write(*this, eventNames);
}

Result<Message> Message::fromEvent(const QJsonValue &json)
{
    return read(json, eventNames);
}

QJsonObject Message::toHistoryRow() const
{
    return write(*this, historyNames);
}

Result<Message> Message::fromHistoryRow(const QJsonValue &json)
{
    return read(json, historyNames);
}

} // namespace ventanilla
