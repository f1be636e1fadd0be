#include "api/requesttoken.h"

namespace ventanilla {

namespace {

std::optional<QByteArray> bearerToken(const HttpRequest &request)
{
    constexpr QByteArrayView scheme = "bearer ";
    const QByteArray value = request.header("authorization").trimmed();
    if (value.left(scheme.size()).toLower() != scheme)
        return std::nullopt;
    return value.mid(scheme.size()).trimmed();
}

} // namespace

PresentedToken presentedToken(const HttpRequest &request, const QJsonObject &connectPayload)
{
    PresentedToken presented {std::nullopt, request.hasHeader("cookie")};
    for (const auto &candidate : {request.cookie("token"), bearerToken(request),
                                  std::optional(connectPayload.value(u"token").toString().toUtf8())}) {
        if (candidate && !candidate->isEmpty()) {
            presented.token = candidate;
            break;
        }
    }
    return presented;
}

} // namespace ventanilla
