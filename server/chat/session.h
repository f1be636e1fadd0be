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
    /// For what is read and delivered. A client that opens many conversations one after the other
    /// stays far below it.
    TokenBucket markAllowance {50, 500};
    TokenBucket typingAllowance {5, 10};
};

} // namespace ventanilla
