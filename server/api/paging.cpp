#include "api/paging.h"

#include <algorithm>

namespace ventanilla {

namespace {

constexpr int presetLimit = 50;
constexpr int largestLimit = 500;

Result<std::optional<qint64>> idParameter(const HttpRequest &request, const QString &name)
{
    const auto text = request.queryItem(name);
    if (!text)
        return std::optional<qint64>();
    bool ok = false;
    const qint64 id = text->toLongLong(&ok);
    if (!ok || id < 0)
        return failure(Error {QStringLiteral("El parámetro %1 debe ser un id").arg(name)});
    return std::optional(id);
}

} // namespace

Result<MessagePaging> messagePaging(const HttpRequest &request, qint64 mostRows)
{
    const auto before = idParameter(request, QStringLiteral("antes"));
    const auto after = idParameter(request, QStringLiteral("despues"));
    const auto limit = pageLimit(request, presetLimit);
    if (!before || !after)
        return failure(before ? after.error() : before.error());
    if (!limit)
        return failure(limit.error());
    if (*before && *after)
        return failure("Los parámetros antes y despues se excluyen");
    const bool paged = *before || *after || request.queryItem(QStringLiteral("limite"));
    return MessagePaging {{*before, *after, paged ? *limit : mostRows}, paged};
}

Result<qint64> syncCursor(const HttpRequest &request)
{
    constexpr qint64 largestNumber = 9'007'199'254'740'991; // 2^53 - 1
    const QString text = request.queryItem(QStringLiteral("desde")).value_or(QString());
    // toLongLong() would also take a sign, and spaces around.
    const bool digits = std::ranges::all_of(text, [](QChar c) { return c >= u'0' && c <= u'9'; });
    bool ok = false;
    const qint64 number = text.toLongLong(&ok);
    if (!digits || !ok || number > largestNumber)
        return failure("El parámetro desde debe ser un número entero desde 0");
    return number;
}

Result<int> pageLimit(const HttpRequest &request, int preset)
{
    const auto text = request.queryItem(QStringLiteral("limite"));
    if (!text)
        return preset;
    bool ok = false;
    const int limit = text->toInt(&ok);
    if (!ok || limit < 1 || limit > largestLimit)
        return failure(Error {QStringLiteral("El parámetro limite va de 1 a %1").arg(largestLimit)});
    return limit;
}

} // namespace ventanilla
