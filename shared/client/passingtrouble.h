#pragma once

#include "protocol/wireerror.h"

namespace ventanilla {

/// Whether what was refused this way may be asked again later without a person's doing (PROTOCOL.md,
/// Codes). Of messages that is not true: after Internal somebody decides.
[[nodiscard]] inline bool mayPass(const WireError &error)
{
    return error.code == ErrorCode::TooFast || error.code == ErrorCode::Internal;
}

} // namespace ventanilla
