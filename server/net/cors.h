#pragma once

#include "net/httprequest.h"
#include "net/httpresponder.h"

#include <QStringList>

namespace ventanilla {

/// Lets the page that sent this request read the answer, if its origin may (Fetch standard, 3.2):
/// exactly this origin, with credentials, if it is listed or the server's own; any origin, without
/// them, if `*` is listed. Before the answer; refusals by the connection itself count as answers.
void allowOrigin(const HttpRequest &request, const HttpResponder &responder, const QStringList &allowed);

/// The answer to a preflight request (Fetch standard, 4.8); 403 for an origin that is not allowed.
HttpResponse preflightResponse(const HttpRequest &request, const QStringList &allowed);

} // namespace ventanilla
