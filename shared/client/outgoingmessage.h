#pragma once

#include "client/messagestate.h"
#include "protocol/wireerror.h"

#include <QString>

#include <optional>

namespace ventanilla {

/// A message that this client sends, from Enter to its place in the history.
struct OutgoingMessage {
    /// Never Got or Read: those are told of a whole thread.
    using State = MessageState;

    /// `clave`: made here, the same on every attempt.
    QString key;
    QString to;
    QString text;
    /// When it was written, milliseconds since 1970; from the acknowledgement on, the server's
    /// time.
    qint64 sentAtMs = 0;
    State state = State::Waiting;
    /// With Stored.
    std::optional<qint64> id;
    /// With Failed: why.
    std::optional<WireError> error;

    friend bool operator==(const OutgoingMessage &, const OutgoingMessage &) = default;
};

} // namespace ventanilla
