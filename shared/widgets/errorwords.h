#pragma once

#include "client/httpapi.h"
#include "protocol/wireerror.h"

#include <QString>

namespace ventanilla {

/// Why a message could not be sent, as a short sentence for the line under it.
QString sendingFailureWords(ErrorCode code);

/// Why a sign-in failed and what to do, for the dialog.
QString signInFailureWords(const ApiError &error, const QString &server);

/// Why the session ended and a new sign-in is needed.
QString sessionEndWords(ErrorCode code);

} // namespace ventanilla
