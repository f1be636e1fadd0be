#pragma once

#include "net/httprequest.h"

#include <QStringList>

namespace ventanilla {

/// Whether a page of this request's origin may use the server with the visitor's cookies: there is
/// no Origin header, or its host and port equal Host, or it is listed (PROTOCOL.md, Transport).
/// `allowed` holds serialised origins (RFC 6454, 6.2) such as `https://support.example`, or `*` for
/// any, which is for servers without cookies.
bool isOriginAllowed(const HttpRequest &request, const QStringList &allowed);

/// Writes to the log that a page was refused for its origin.
void logRefusedOrigin(const HttpRequest &request);

} // namespace ventanilla
