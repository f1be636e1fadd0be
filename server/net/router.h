#pragma once

#include "net/httpconnection.h"

#include <QHash>

#include <functional>
#include <map>

namespace ventanilla {

/// Finds the handler for a request by its exact path and method. Answers 404 and 405 (with Allow)
/// itself; a HEAD is answered by the GET handler.
class Router
{
public:
    using Handler = std::function<void(const HttpRequest &, const HttpResponder &)>;

    /// Later routes replace earlier ones for the same method and path.
    void add(const QByteArray &method, const QString &path, Handler handler);

    void handle(const HttpRequest &request, const HttpResponder &responder) const;

    /// The answer to a path that there is not.
    static HttpResponse notFound();

private:
    using Methods = std::map<QByteArray, Handler>;

    QHash<QString, Methods> m_routes;
};

} // namespace ventanilla
