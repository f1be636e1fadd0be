#pragma once

#include "core/clock.h"
#include "core/counters.h"
#include "storage/chatstore.h"
#include "storage/databasethread.h"
#include "storage/spool.h"
#include "storage/writer.h"

namespace ventanilla {

struct StoreConfig {
    DatabaseConfig database;
    /// Where messages go that the database does not take; its label is made by the store.
    SpoolFile::Config spool;
    /// How its writer gathers; the patience is twice the database's, whatever is said here.
    WriterConfig writer {};
};

/// The chat's store in an SQL database: one thread writes, another reads beside it (in WAL mode
/// neither waits for the other), a third keeps messages while the database fails. Lives on the
/// network's thread.
///
/// There is one reader, not several, because AccountDirectory counts on reads being answered in the
/// order in which they were asked.
class SqlChatStore final : public ChatStore
{
public:
    SqlChatStore(const StoreConfig &config, const Clock &clock, Counters &counters);

    /// Opens and migrates the database, stores what a former process left in the spool if it can, and
    /// reads what the server must know before it listens. A database that is up to date needs only to
    /// be read for that.
    void open(Answer<StoreInfo> answer);

    void storeMessage(const NewMessage &message, Answer<StoredMessage> answer) override;
    void messages(const MessageQuery &query, Answer<QList<Message>> answer) override;
    void conversations(const ConversationQuery &query, Answer<ConversationPage> answer) override;
    void synchronize(const SyncQuery &query, Answer<SyncPage> answer) override;
    void ownThread(const QString &user, Answer<OwnThread> answer) override;
    void conversationUsers(Answer<QStringList> answer) override;
    void findAccount(const QString &username, Answer<std::optional<AccountWithHash>> answer) override;
    void createAccount(const NewAccount &account, Answer<Account> answer) override;
    void accountChanges(qint64 after, Answer<AccountChanges> answer) override;
    void revokeToken(const RevokedToken &token, Answer<Done> answer) override;
    void onConfirmed(std::function<void(const Message &)> told) override;
    void markRead(const Reader &reader, const ReadRequest &request, Answer<ReadChange> answer) override;
    void markUnread(const Reader &reader, const MarkRequest &request, Answer<ReadChange> answer) override;
    void markDelivered(const Reader &recipient, const MarkRequest &request,
                       Answer<DeliveryChange> answer) override;

private:
    void openReader(const StoreInfo &info, Answer<StoreInfo> answer);
    void openSpool(const StoreInfo &info, Answer<StoreInfo> answer);
    void emptySpool(const StoreInfo &info, const QList<NewMessage> &left, Answer<StoreInfo> answer);

    /// Runs `change` inside a batch of the writer's.
    template<typename T>
    void write(std::function<StoreResult<T>(Database &, Numbers &)> change, Answer<T> answer);

    const StoreConfig m_config;
    const Clock &m_clock;
    DatabaseThread m_writer;
    DatabaseThread m_reader;
    Spool m_spool;
    Writer m_messageWriter;
};

} // namespace ventanilla
