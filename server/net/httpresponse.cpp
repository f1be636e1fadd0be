#include "net/httpresponse.h"

#include "core/jsontext.h"

#include <algorithm>

namespace ventanilla {

namespace {

HttpResponse jsonResponse(int status, const QJsonDocument &document)
{
    return {status, "application/json; charset=utf-8", jsonText(document), {}, false};
}

} // namespace

HttpResponse &HttpResponse::withHeader(const QByteArray &name, const QByteArray &value) &
{
    Q_ASSERT(!value.contains('\n') && !value.contains('\r'));
    headers.emplace_back(name, value);
    return *this;
}

HttpResponse &&HttpResponse::withHeader(const QByteArray &name, const QByteArray &value) &&
{
    return std::move(withHeader(name, value));
}

QByteArray HttpResponse::encode(bool withBody, bool isLast) const
{
    QByteArray text = "HTTP/1.1 " + QByteArray::number(status) + ' ' + reasonPhrase(status) + "\r\n";
    const auto addHeader = [&text](const QByteArray &name, const QByteArray &value) {
        text += name + ": " + value + "\r\n";
    };
    if (!contentType.isEmpty())
        addHeader("Content-Type", contentType);
    if (status != 204 && status != 304) // which never have a body (RFC 9110, 15.3.5 and 15.4.5)
        addHeader("Content-Length", QByteArray::number(body.size()));
    const bool saysHowLongItKeeps = std::any_of(
        headers.begin(), headers.end(), [](const auto &header) { return header.first == "Cache-Control"; });
    if (!saysHowLongItKeeps)
        addHeader("Cache-Control", "no-store");
    addHeader("X-Content-Type-Options", "nosniff");
    for (const auto &[name, value] : headers)
        addHeader(name, value);
    addHeader("Connection", isLast ? "close" : "keep-alive");
    text += "\r\n";
    if (withBody)
        text += body;
    return text;
}

HttpResponse HttpResponse::noContent()
{
    return {204, {}, {}, {}, false};
}

HttpResponse HttpResponse::json(int status, const QJsonObject &body)
{
    return jsonResponse(status, QJsonDocument(body));
}

HttpResponse HttpResponse::json(int status, const QJsonArray &body)
{
    return jsonResponse(status, QJsonDocument(body));
}

HttpResponse HttpResponse::error(int status, const QString &text, const QString &code)
{
    return json(status, {{QStringLiteral("error"), text}, {QStringLiteral("codigo"), code}});
}

QByteArray reasonPhrase(int status)
{
    switch (status) {
    case 100: return "Continue";
    case 200: return "OK";
    case 201: return "Created";
    case 204: return "No Content";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 417: return "Expectation Failed";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    case 505: return "HTTP Version Not Supported";
    default: return "Unknown";
    }
}

} // namespace ventanilla
