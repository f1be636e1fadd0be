#include "api/formdata.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QUrl>

namespace ventanilla {

namespace {

using Fields = QHash<QString, QString>;

Result<Fields> fromUrlEncoded(const QByteArray &body)
{
    Fields fields;
    const auto decode = [](QByteArray text) { return QUrl::fromPercentEncoding(text.replace('+', ' ')); };
    for (const QByteArray &pair : body.split('&')) {
        const qsizetype equals = pair.indexOf('=');
        if (equals > 0)
            fields.insert(decode(pair.left(equals)), decode(pair.mid(equals + 1)));
    }
    return fields;
}

/// Not jsonFromText(), which would keep U+FEFF at the beginning of a password: in all three codings it
/// is dropped, so that a password is the same however it comes.
Result<Fields> fromJson(const QByteArray &body)
{
    const QJsonDocument document = QJsonDocument::fromJson(body);
    if (!document.isObject())
        return failure("the body is no JSON object");
    Fields fields;
    const QJsonObject object = document.object();
    for (auto field = object.begin(); field != object.end(); ++field) {
        if (field->isString())
            fields.insert(field.key(), field->toString());
    }
    return fields;
}

/// One part of a multipart body: its head, an empty line, its content (RFC 7578, 4).
void takePart(const QByteArray &part, Fields &fields)
{
    static const QRegularExpression name(QStringLiteral("[;\\s]name=\"([^\"]*)\""));
    const qsizetype headEnd = part.indexOf("\r\n\r\n");
    if (headEnd < 0)
        return;
    const QString head = QString::fromUtf8(part.left(headEnd));
    const auto match = name.match(head);
    if (match.hasMatch() && !head.contains(u"filename="))
        fields.insert(match.captured(1), QString::fromUtf8(part.mid(headEnd + 4)));
}

Result<Fields> fromMultipart(const QByteArray &contentType, const QByteArray &body)
{
    static const QRegularExpression pattern(QStringLiteral("boundary=\"?([^\";,]{1,70})\"?"));
    const auto match = pattern.match(QString::fromLatin1(contentType));
    const QByteArray delimiter = "\r\n--" + match.captured(1).toLatin1();
    const QByteArray framed = "\r\n" + body;
    if (!match.hasMatch() || !framed.startsWith(delimiter))
        return failure("the multipart body has no boundary");
    Fields fields;
    qsizetype begin = delimiter.size();
    for (;;) {
        const qsizetype end = framed.indexOf(delimiter, begin);
        if (end < 0)
            return failure("the multipart body is cut off");
        takePart(framed.mid(begin, end - begin), fields);
        begin = end + delimiter.size();
        if (framed.mid(begin, 2) == "--")
            return fields;
    }
}

} // namespace

Result<QHash<QString, QString>> formFields(const HttpRequest &request)
{
    const QByteArray contentType = request.header("content-type");
    const QByteArray mediaType = contentType.split(';').first().trimmed().toLower();
    if (mediaType == "application/json")
        return fromJson(request.body);
    if (mediaType == "application/x-www-form-urlencoded")
        return fromUrlEncoded(request.body);
    if (mediaType == "multipart/form-data")
        return fromMultipart(contentType, request.body);
    return failure("the body must be a form or a JSON object");
}

} // namespace ventanilla
