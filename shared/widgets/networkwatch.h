#pragma once

namespace ventanilla {

class ChatSession;

/// From now on the session tries at once when the system says that the network has come up, instead
/// of waiting for its next planned attempt. Without a way to know, nothing happens.
void retryWhenNetworkComesUp(ChatSession &session);

} // namespace ventanilla
