#pragma once

#include "client/clienttransport.h"

#include <QString>

#include <optional>

namespace ventanilla {

/// The life of a connection, in its order.
enum class ConnectionState {
    Disconnected,
    /// The network connection is being made.
    Connecting,
    /// CONNECT was sent with the token; the server judges it.
    Authenticating,
    /// Accepted; `listo` has not come yet.
    JoiningRooms,
    Connected,
};

/// Where a session's connection stands, with all that a banner needs to say it in words.
struct ConnectionStatus {
    ConnectionState state = ConnectionState::Disconnected;
    /// Why the last attempt or connection ended; nothing before the first one did.
    std::optional<TransportFailure> failure;
    /// The same for a log or a tooltip, not translated.
    QString detail;
    /// `host:port`.
    QString server;
    /// When the next attempt starts, on Clock::steadyMs(); nothing if none is planned.
    std::optional<qint64> nextTryAtMs;

    friend bool operator==(const ConnectionStatus &, const ConnectionStatus &) = default;
};

} // namespace ventanilla
