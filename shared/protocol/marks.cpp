#include "protocol/marks.h"

#include "core/jsonreader.h"
#include "protocol/limits.h"

namespace ventanilla {

namespace {

QJsonObject markJson(const QString &conversation, qint64 upTo)
{
    return {{QStringLiteral("conversacion"), conversation}, {QStringLiteral("hasta"), upTo}};
}

/// What every request has; anything wrong with it, in words, or an empty text.
QString readMark(JsonReader &read, QString &conversation, qint64 &upTo)
{
    conversation = read.string(u"conversacion");
    upTo = read.integer(u"hasta");
    if (!read.ok())
        return read.problem();
    if (upTo < 0)
        return QStringLiteral("field \"hasta\" must be the id of a message");
    return usernameProblem(conversation);
}

} // namespace

QJsonObject ReadRequest::toJson() const
{
    QJsonObject json = markJson(conversation, upTo);
    json.insert(QStringLiteral("version"), knownVersion);
    return json;
}

Result<ReadRequest, WireError> ReadRequest::fromJson(const QJsonValue &json)
{
    JsonReader read(json);
    ReadRequest request;
    const QString problem = readMark(read, request.conversation, request.upTo);
    // A client that never heard of a version has none to tell.
    request.knownVersion = read.optionalInteger(u"version").value_or(0);
    if (!problem.isEmpty() || !read.ok())
        return failure(WireError {ErrorCode::InvalidData, problem.isEmpty() ? read.problem() : problem});
    return request;
}

QJsonObject MarkRequest::toJson() const
{
    return markJson(conversation, upTo);
}

Result<MarkRequest, WireError> MarkRequest::fromJson(const QJsonValue &json)
{
    JsonReader read(json);
    MarkRequest request;
    const QString problem = readMark(read, request.conversation, request.upTo);
    if (!problem.isEmpty())
        return failure(WireError {ErrorCode::InvalidData, problem});
    return request;
}

QJsonObject ReadCursor::toJson() const
{
    QJsonObject json = markJson(conversation, upTo);
    json.insert(QStringLiteral("version"), version);
    if (reader.isEmpty())
        return json;
    json.insert(QStringLiteral("lector"), reader);
    json.insert(QStringLiteral("ordinal"), ordinal);
    json.insert(QStringLiteral("no_leidos"), unread);
    return json;
}

Result<ReadCursor> ReadCursor::fromJson(const QJsonValue &json)
{
    JsonReader read(json);
    ReadCursor cursor;
    cursor.conversation = read.string(u"conversacion");
    cursor.reader = read.optionalString(u"lector").value_or(QString());
    cursor.upTo = read.integer(u"hasta");
    cursor.version = read.integer(u"version");
    if (!cursor.reader.isEmpty()) {
        cursor.ordinal = read.integer(u"ordinal");
        cursor.unread = read.integer(u"no_leidos");
    }
    if (!read.ok())
        return failure(Error {read.problem()});
    return cursor;
}

QJsonObject Delivery::toJson() const
{
    QJsonObject json = markJson(conversation, upTo);
    if (!recipient.isEmpty())
        json.insert(QStringLiteral("receptor"), recipient);
    json.insert(QStringLiteral("version"), version);
    return json;
}

Result<Delivery> Delivery::fromJson(const QJsonValue &json)
{
    JsonReader read(json);
    Delivery delivery;
    delivery.conversation = read.string(u"conversacion");
    delivery.recipient = read.optionalString(u"receptor").value_or(QString());
    delivery.upTo = read.integer(u"hasta");
    delivery.version = read.integer(u"version");
    if (!read.ok())
        return failure(Error {read.problem()});
    return delivery;
}

} // namespace ventanilla
