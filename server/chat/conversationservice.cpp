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
                              if (page) {
                                  for (ConversationRow &row : page.value().rows)
                                      row.online = m_presence.isOnline(row.user);
                              }
                              answer(std::move(page));
                          });
}

void ConversationService::users(ChatStore::Answer<QStringList> answer) const
{
    m_store.conversationUsers(std::move(answer));
}

} // namespace ventanilla
