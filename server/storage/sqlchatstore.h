#pragma once

#include "core/clock.h"
#include "core/counters.h"
#include "storage/chatstore.h"
#include "storage/databasethread.h"
#include "storage/messagewriter.h"

namespace ventanilla {

/// The chat's store in an SQL database: one thread writes, another reads beside it (in WAL mode
/// neither waits for the other). Lives on the network's thread.
///
/// There is one reader, not several, because AccountDirectory counts on reads being answered in the
/// order in which they were asked.
class SqlChatStore final : public ChatStore
{
public:
    SqlChatStore(const DatabaseConfig &config, const Clock &clock, Counters &counters);

    /// Opens and migrates the database and reads what the server must know before it listens.
    void open(Answer<StoreInfo> answer);

    void storeMessage(const NewMessage &message, Answer<StoredMessage> answer) override;
    void messages(const MessageQuery &query, Answer<QList<Message>> answer) override;
    void conversations(const ConversationQuery &query, Answer<ConversationPage> answer) override;
    void conversationUsers(Answer<QStringList> answer) override;
    void findAccount(const QString &username, Answer<std::optional<AccountWithHash>> answer) override;
    void createAccount(const NewAccount &account, Answer<Account> answer) override;
    void accountChanges(qint64 after, Answer<AccountChanges> answer) override;
    void revokeToken(const RevokedToken &token, Answer<Done> answer) override;

private:
    const Clock &m_clock;
    DatabaseThread m_writer;
    DatabaseThread m_reader;
    MessageWriter m_messageWriter;
};

} // namespace ventanilla
