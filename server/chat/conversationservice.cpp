#include "chat/conversationservice.h"

namespace ventanilla {

ConversationService::ConversationService(ChatStore &store, const PresenceService &presence)
    : m_store(store)
    , m_presence(presence)
{
}

void ConversationService::list(const ConversationQuery &query,
                               ChatStore::Answer<ConversationPage> answer) const
{
    m_store.conversations(query,
                          [this, answer = std::move(answer)](Result<ConversationPage, StoreError> page) {
                              if (page)
                                  tellWhoIsThere(page.value().rows);
                              answer(std::move(page));
                          });
}

void ConversationService::synchronize(const SyncQuery &query, ChatStore::Answer<SyncPage> answer) const
{
    m_store.synchronize(query, [this, answer = std::move(answer)](Result<SyncPage, StoreError> page) {
        if (page)
            tellWhoIsThere(page.value().conversations);
        answer(std::move(page));
    });
}

void ConversationService::ownThread(const QString &user, ChatStore::Answer<OwnThread> answer) const
{
    m_store.ownThread(user, std::move(answer));
}

void ConversationService::users(ChatStore::Answer<QStringList> answer) const
{
    m_store.conversationUsers(std::move(answer));
}

void ConversationService::tellWhoIsThere(QList<ConversationRow> &rows) const
{
    for (ConversationRow &row : rows)
        row.online = m_presence.isOnline(row.user);
}

} // namespace ventanilla
