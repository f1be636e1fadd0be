#pragma once

#include "chat/presenceservice.h"
#include "storage/chatstore.h"

namespace ventanilla {

/// Conversations: what the database knows of each thread, and who is there now. Lives on
/// the network's thread; what it is given must outlive it.
class ConversationService
{
public:
    ConversationService(ChatStore &store, const PresenceService &presence);

    void list(const ConversationQuery &query, ChatStore::Answer<ConversationPage> answer) const;
    /// What has happened since a number.
    void synchronize(const SyncQuery &query, ChatStore::Answer<SyncPage> answer) const;
    /// Where an end user stands in the own thread.
    void ownThread(const QString &user, ChatStore::Answer<OwnThread> answer) const;
    /// Names of the end users who have messages, sorted.
    void users(ChatStore::Answer<QStringList> answer) const;

private:
    void tellWhoIsThere(QList<ConversationRow> &rows) const;

    ChatStore &m_store;
    const PresenceService &m_presence;
};

} // namespace ventanilla
