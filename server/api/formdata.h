#pragma once

#include "core/result.h"
#include "net/httprequest.h"

#include <QHash>
#include <QString>

namespace ventanilla {

/// The text fields of a request's body: a URL-encoded form, a multipart form (its files are
/// ignored) or a JSON object (values that are no strings are ignored). A body of any other type, or
/// one that cannot be read, is an error.
Result<QHash<QString, QString>> formFields(const HttpRequest &request);

} // namespace ventanilla
