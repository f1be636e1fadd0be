#include "protocol/events.h"

#include "core/jsonreader.h"
#include "core/timestamp.h"
#include "protocol/limits.h"

namespace ventanilla {

QJsonObject PrivateMessage::toJson() const
{
    QJsonObject json {{QStringLiteral("para"), to}, {QStringLiteral("mensaje"), text}};
    if (key)
        json.insert(QStringLiteral("clave"), *key);
    return json;
}

Result<PrivateMessage, WireError> PrivateMessage::fromJson(const QJsonValue &json, qint64 longest)
{
    JsonReader read(json);
    PrivateMessage message;
    message.to = read.string(u"para");
    message.text = read.string(u"mensaje");
    message.key = read.optionalString(u"clave");
    if (!read.ok())
        return failure(WireError {ErrorCode::InvalidData, read.problem()});
    if (!usernameProblem(message.to).isEmpty())
        return failure(WireError {ErrorCode::RecipientUnknown, QStringLiteral("No hay tal destinatario")});
    if (message.key && !isMessageKey(*message.key))
        return failure(WireError {ErrorCode::InvalidData,
                                  QStringLiteral("field \"clave\" must be 1 to 64 of A-Z, a-z, 0-9 and -")});
    if (auto problem = messageTextProblem(message.text, longest))
        return failure(*std::move(problem));
    return message;
}

QJsonObject SendAck::toJson() const
{
    QJsonObject json {{QStringLiteral("fecha"), toTimestamp(sentAtMs)}};
    if (id)
        json.insert(QStringLiteral("id"), *id);
    else
        json.insert(QStringLiteral("pendiente"), true);
    return ackOk(json);
}

Result<SendAck, WireError> SendAck::fromJson(const QJsonValue &json)
{
    JsonReader read(json);
    if (!read.boolean(u"ok")) {
        return failure(read.ok() ? WireError::fromJson(json.toObject().value(u"error"))
                                 : WireError {ErrorCode::Internal, read.problem()});
    }
    SendAck ack;
    if (!json.toObject().value(u"pendiente").toBool())
        ack.id = read.integer(u"id");
    const auto sentAtMs = fromTimestamp(read.string(u"fecha"));
    if (!read.ok() || !sentAtMs)
        return failure(WireError {ErrorCode::Internal, QStringLiteral("the acknowledgement is malformed")});
    ack.sentAtMs = *sentAtMs;
    return ack;
}

} // namespace ventanilla
