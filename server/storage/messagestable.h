#pragma once

#include "storage/database.h"

namespace ventanilla {

/// The table `mensajes`. Writes belong inside a Transaction.
class MessagesTable
{
public:
    explicit MessagesTable(Database &database);

    /// The message that this sender stored under this key, if there is one.
    StoreResult<std::optional<Message>> findByKey(const QString &sender, const QString &key);
    /// Before ConversationsTable::noteMessage(), which counts it. Returns Message::counts.
    StoreResult<MessageCounts> insert(const NewMessage &message, qint64 id);
    /// How many messages the conversation has up to this one and with it. Does not count them.
    StoreResult<MessageCounts> countsUpTo(const QString &conversation, qint64 id);

    /// Of all conversations, oldest first.
    StoreResult<QList<Message>> newest(int limit);
    /// Oldest first; at most the range's limit.
    StoreResult<QList<Message>> read(const MessageQuery &query);

private:
    Database &m_database;
};

} // namespace ventanilla
