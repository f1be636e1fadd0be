#include "net/httprequest.h"

#include <algorithm>

namespace ventanilla {

namespace {

/// Calls `visit` with each trimmed part of a list, until it returns true; whether it did.
template<typename Visit>
bool anyPart(const QByteArray &list, char separator, Visit visit)
{
    const auto parts = list.split(separator);
    return std::any_of(parts.begin(), parts.end(),
                       [&](const QByteArray &part) { return visit(part.trimmed()); });
}

} // namespace

QByteArray HttpRequest::header(QByteArrayView name) const
{
    const auto found = std::find_if(headers.begin(), headers.end(),
                                    [name](const auto &field) { return field.first == name; });
    return found != headers.end() ? found->second : QByteArray();
}

bool HttpRequest::hasHeader(QByteArrayView name) const
{
    return std::any_of(headers.begin(), headers.end(),
                       [name](const auto &field) { return field.first == name; });
}

bool HttpRequest::headerHasToken(QByteArrayView name, QByteArrayView token) const
{
    return std::any_of(headers.begin(), headers.end(), [&](const auto &field) {
        return field.first == name && anyPart(field.second, ',', [token](const QByteArray &part) {
                   return part.compare(token, Qt::CaseInsensitive) == 0;
               });
    });
}

std::optional<QByteArray> HttpRequest::cookie(QByteArrayView name) const
{
    std::optional<QByteArray> value;
    for (const auto &[field, content] : headers) {
        if (field != "cookie")
            continue;
        const bool found = anyPart(content, ';', [&value, name](const QByteArray &pair) {
            const qsizetype equals = pair.indexOf('=');
            if (equals < 0 || pair.left(equals) != name)
                return false;
            value = pair.mid(equals + 1);
            return true;
        });
        if (found)
            break;
    }
    return value;
}

std::optional<QString> HttpRequest::queryItem(const QString &name) const
{
    if (!query.hasQueryItem(name))
        return std::nullopt;
    QString value = query.queryItemValue(name, QUrl::FullyEncoded);
    value.replace(u'+', u' ');
    return QUrl::fromPercentEncoding(value.toUtf8());
}

} // namespace ventanilla
