#pragma once

#include "chat/presenceservice.h"
#include "storage/chatstore.h"

namespace ventanilla {

/// The conversation list: what the database knows of each thread, and who is there now. Lives on
/// the network's thread; what it is given must outlive it.
class ConversationService
{
public:
    ConversationService(ChatStore &store, const PresenceService &presence);

    void list(const ConversationQuery &query, ChatStore::Answer<ConversationPage> answer) const;
    /// Names of the end users who have messages, sorted.
    void users(ChatStore::Answer<QStringList> answer) const;

private:
    ChatStore &m_store;
    const PresenceService &m_presence;
};

} // namespace ventanilla
