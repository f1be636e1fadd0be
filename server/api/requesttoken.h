#pragma once

#include "auth/authenticator.h"
#include "net/httprequest.h"

#include <QJsonObject>

namespace ventanilla {

/// Looks for the token in the cookie `token`, the header `Authorization: Bearer` and the CONNECT
/// payload's `token`, in that order (PROTOCOL.md, Authentication). The first one found counts.
PresentedToken presentedToken(const HttpRequest &request, const QJsonObject &connectPayload = {});

} // namespace ventanilla
