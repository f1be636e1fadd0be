#include "net/httprequest.h"

#include <QUrl>

#include <algorithm>

namespace ventanilla {

namespace {

/// Calls `visit` with each trimmed part of a list, until it returns true; whether it did.
template<typename Visit>
bool anyPart(const QByteArray &list, char separator, Visit visit)
{
    for (qsizetype start = 0; start <= list.size();) {
        const qsizetype found = list.indexOf(separator, start);
        const qsizetype end = found < 0 ? list.size() : found;
        if (visit(list.mid(start, end - start).trimmed()))
            return true;
        start = end + 1;
    }
    return false;
}

QString decoded(QByteArray part)
{
    return QUrl::fromPercentEncoding(part.replace('+', ' '));
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

std::optional<QString> HttpRequest::queryItem(QStringView name) const
{
    std::optional<QString> value;
    (void)anyPart(query, '&', [&value, name](const QByteArray &pair) {
        const qsizetype equals = pair.indexOf('=');
        if (decoded(equals < 0 ? pair : pair.left(equals)) != name)
            return false;
        value = equals < 0 ? QString() : decoded(pair.mid(equals + 1));
        return true;
    });
    return value;
}

qint64 HttpRequest::bytesHeld() const
{
    // Each string is a block of its own.
    constexpr qint64 overhead = 32;
    qint64 bytes = method.size() + path.size() * qint64(sizeof(QChar)) + query.size() + body.size();
    for (const auto &[name, value] : headers)
        bytes += qint64(sizeof(headers.front())) + name.size() + value.size() + 2 * overhead;
    return bytes;
}

} // namespace ventanilla
