#pragma once

#include "core/result.h"

#include <QString>

namespace ventanilla {

/// Sends the log to standard error, a line each of time, level, category and text, and bounds how
/// fast it grows (LogLimit). For the rest of the process.
void startLog();

/// Sends the log to the end of this file (made 0600) from now on.
Result<Done> logToFile(const QString &path);

} // namespace ventanilla
