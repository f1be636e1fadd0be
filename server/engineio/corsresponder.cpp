#include "engineio/corsresponder.h"

#include "net/origin.h"

namespace ventanilla {

CorsResponder::CorsResponder(const HttpRequest &request, const HttpResponder &responder,
                             const QStringList &allowedOrigins)
    : m_responder(responder)
{
    if (allowedOrigins.contains(QStringLiteral("*"))) {
        m_headers = {{"Access-Control-Allow-Origin", "*"}};
    } else if (request.hasHeader("origin") && isOriginAllowed(request, allowedOrigins)) {
        m_headers = {{"Access-Control-Allow-Origin", request.header("origin")},
                     {"Access-Control-Allow-Credentials", "true"},
                     {"Vary", "Origin"}};
    } else {
        m_headers = {{"Vary", "Origin"}}; // another origin would have had another answer
    }
}

void CorsResponder::respond(HttpResponse response) const
{
    m_responder.respond(decorated(std::move(response)));
}

void CorsResponder::whenClientGoes(QObject *context, std::function<void()> callback) const
{
    m_responder.whenClientGoes(context, std::move(callback));
}

HttpResponse CorsResponder::decorated(HttpResponse response) const
{
    response.headers.insert(response.headers.end(), m_headers.begin(), m_headers.end());
    return response;
}

HttpResponse preflightResponse(const HttpRequest &request, const QStringList &allowedOrigins)
{
    if (!isOriginAllowed(request, allowedOrigins))
        return HttpResponse {403, {}, {}, {}, false};
    HttpResponse response = HttpResponse::noContent();
    response.withHeader("Access-Control-Allow-Methods", "GET, POST")
        .withHeader("Access-Control-Max-Age", "600");
    const QByteArray wanted = request.header("access-control-request-headers");
    if (!wanted.isEmpty())
        response.withHeader("Access-Control-Allow-Headers", wanted);
    return response;
}

} // namespace ventanilla
