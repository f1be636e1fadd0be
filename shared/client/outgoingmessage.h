#pragma once

#include "protocol/wireerror.h"

#include <QString>

#include <optional>

namespace ventanilla {

/// A message that this client sends, from Enter to its place in the history.
struct OutgoingMessage {
    enum class State {
        /// In the outbox: not acknowledged yet, whether or not it was sent.
        Waiting,
        /// Acknowledged: it is in the server's database.
        Stored,
        /// Refused for good; `error` says why. Can be retried or discarded.
        Failed,
    };

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
    /// With Failed.
    std::optional<WireError> error;

    friend bool operator==(const OutgoingMessage &, const OutgoingMessage &) = default;
};

} // namespace ventanilla
