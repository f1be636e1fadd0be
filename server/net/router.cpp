#include "net/router.h"

#include <QStringList>

namespace ventanilla {

void Router::add(const QByteArray &method, const QString &path, Handler handler)
{
    m_routes[path][method] = std::move(handler);
}

void Router::handle(const HttpRequest &request, const HttpResponder &responder) const
{
    const auto route = m_routes.constFind(request.path);
    if (route == m_routes.constEnd()) {
        responder.respond(notFound());
        return;
    }
    const auto handler = route->find(request.method == "HEAD" ? QByteArray("GET") : request.method);
    if (handler == route->end()) {
        QByteArrayList allowed;
        for (const auto &[method, unused] : *route)
            allowed.append(method);
        responder.respond(
            HttpResponse::error(405, QStringLiteral("Método no permitido"), QStringLiteral("datos_invalidos"))
                .withHeader("Allow", allowed.join(", ")));
        return;
    }
    handler->second(request, responder);
}

HttpResponse Router::notFound()
{
    return HttpResponse::error(404, QStringLiteral("No encontrado"), QStringLiteral("no_encontrado"));
}

} // namespace ventanilla
