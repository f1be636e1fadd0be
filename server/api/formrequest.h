#pragma once

#include "net/httpconnection.h"

#include <QHash>
#include <QString>
#include <QStringList>

#include <optional>

namespace ventanilla {

/// The fields of a form that was posted here by a page that may do so. Otherwise the request has
/// been answered, with 403 for its origin or 400 for its body, and there is nothing.
std::optional<QHash<QString, QString>> acceptForm(const HttpRequest &request, const HttpResponder &responder,
                                                  const QStringList &allowedOrigins);

} // namespace ventanilla
