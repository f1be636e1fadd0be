#pragma once

namespace ventanilla {

/// How far a message that was written here has come. Only goes forward, save that a failed one can be
/// tried again.
enum class MessageState {
    /// In the outbox: not acknowledged yet, whether or not it was sent.
    Waiting,
    /// Acknowledged: safe at the server, but not in its database yet; its id comes later.
    Durable,
    /// Acknowledged: it is in the server's database.
    Stored,
    /// A client of the other side has it.
    Got,
    /// The other side has read it.
    Read,
    /// Refused for good. Can be retried or discarded.
    Failed,
};

} // namespace ventanilla
