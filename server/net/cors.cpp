#include "net/cors.h"

#include "net/origin.h"

namespace ventanilla {

void allowOrigin(const HttpRequest &request, const HttpResponder &responder, const QStringList &allowed)
{
    if (allowed.contains(QStringLiteral("*"))) {
        responder.addHeader("Access-Control-Allow-Origin", "*");
        return;
    }
    responder.addHeader("Vary", "Origin"); // another origin would have another answer
    if (!request.hasHeader("origin") || !isOriginAllowed(request, allowed))
        return;
    responder.addHeader("Access-Control-Allow-Origin", request.header("origin"));
    responder.addHeader("Access-Control-Allow-Credentials", "true");
}

HttpResponse preflightResponse(const HttpRequest &request, const QStringList &allowed)
{
    if (!isOriginAllowed(request, allowed)) {
        logRefusedOrigin(request);
        return HttpResponse {403, {}, {}, {}, false};
    }
    HttpResponse response = HttpResponse::noContent();
    response.withHeader("Access-Control-Allow-Methods", "GET, POST")
        .withHeader("Access-Control-Max-Age", "600");
    const QByteArray wanted = request.header("access-control-request-headers");
    if (!wanted.isEmpty())
        response.withHeader("Access-Control-Allow-Headers", wanted);
    return response;
}

} // namespace ventanilla
