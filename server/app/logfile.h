#pragma once

#include "core/result.h"

#include <QString>

namespace ventanilla {

/// Sets the form of the log's lines: time, level, category, text.
void setLogFormat();

/// Sends the log to the end of this file (made 0600) instead of to standard error, until the
/// process ends.
Result<Done> logToFile(const QString &path);

} // namespace ventanilla
