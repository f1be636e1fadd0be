#include "api/formdata.h"
#include "fuzz/fuzzing.h"

#include <QUrl>

#include <algorithm>
#include <optional>

namespace ventanilla {

namespace {

using fuzzing::ensure;

std::optional<QHash<QString, QString>> fieldsOf(const QByteArray &contentType, const QByteArray &body)
{
    HttpRequest request;
    request.headers.emplace_back("content-type", contentType);
    request.body = body;
    const auto fields = formFields(request);
    return fields ? std::optional(*fields) : std::nullopt;
}

QByteArray asUrlEncoded(const QHash<QString, QString> &fields)
{
    QByteArray body;
    for (auto field = fields.begin(); field != fields.end(); ++field)
        body += QUrl::toPercentEncoding(field.key()) + '=' + QUrl::toPercentEncoding(field.value()) + '&';
    return body;
}

/// Qt drops a byte order mark in front of what it decodes, of which a name may consist.
bool hasSecondSpelling(const QHash<QString, QString> &fields)
{
    return std::any_of(fields.keyValueBegin(), fields.keyValueEnd(), [](const auto &field) {
        return field.first.isEmpty() || field.first.startsWith(QChar::ByteOrderMark)
            || field.second.startsWith(QChar::ByteOrderMark);
    });
}

/// The fields never hold more than the body did, and a URL-encoded form that is written and read
/// again is the same.
void checkForm(const QByteArray &contentType, const QByteArray &body)
{
    const auto fields = fieldsOf(contentType, body);
    if (!fields)
        return;
    qsizetype characters = 0;
    for (auto field = fields->begin(); field != fields->end(); ++field)
        characters += field.key().size() + field.value().size();
    ensure(characters <= body.size(), "the fields of a form are no longer than its body");
    if (contentType == "application/x-www-form-urlencoded" && !hasSecondSpelling(*fields))
        ensure(fieldsOf(contentType, asUrlEncoded(*fields)) == fields,
               "a form written and read again is the same");
}

} // namespace

} // namespace ventanilla

/// A line with the Content-Type, and the body.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray input(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    const qsizetype end = input.indexOf('\n');
    if (end >= 0)
        ventanilla::checkForm(input.first(end), input.sliced(end + 1));
    return 0;
}
