#pragma once

#include "core/result.h"

#include <QString>

namespace ventanilla {

/// The password from the first line of standard input, or asked for twice on the terminal without
/// showing it. An error without a terminal to ask on.
Result<QString> readNewPassword(bool fromStandardInput);

} // namespace ventanilla
