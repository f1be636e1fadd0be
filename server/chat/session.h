#pragma once

#include "auth/authenticator.h"
#include "core/tokenbucket.h"

#include <QString>

namespace ventanilla {

/// One authenticated, connected client. A person with two windows has two.
struct Session {
    /// Unguessable; the Socket.IO socket's id.
    QString id;
    Identity identity;
    TokenBucket messageAllowance {0, 0};
};

} // namespace ventanilla
