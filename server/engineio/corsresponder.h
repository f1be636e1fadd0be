#pragma once

#include "net/httpconnection.h"

#include <QStringList>

namespace ventanilla {

/// Answers one request so that the page that sent it may read the answer (Fetch standard, 3.2): the
/// exact origin with credentials if it is listed or the server's own; any origin without them if
/// `*` is listed; nothing for an origin that is not allowed. Copies share the right to answer.
class CorsResponder
{
public:
    CorsResponder(const HttpRequest &request, const HttpResponder &responder,
                  const QStringList &allowedOrigins);

    void respond(HttpResponse response) const;
    bool isWaiting() const { return m_responder.isWaiting(); }
    void whenClientGoes(QObject *context, std::function<void()> callback) const;

    /// The response with the headers that this request's page needs.
    HttpResponse decorated(HttpResponse response) const;

private:
    using Headers = std::vector<std::pair<QByteArray, QByteArray>>;

    HttpResponder m_responder;
    Headers m_headers;
};

/// The answer to a preflight request (Fetch standard, 4.8); 403 for an origin that is not allowed.
HttpResponse preflightResponse(const HttpRequest &request, const QStringList &allowedOrigins);

} // namespace ventanilla
