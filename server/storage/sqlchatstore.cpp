#include "storage/sqlchatstore.h"

#include "storage/accountstable.h"
#include "storage/conversationstable.h"
#include "storage/counterstable.h"
#include "storage/messagestable.h"
#include "storage/migrations.h"
#include "storage/revokedtokenstable.h"

namespace ventanilla {

namespace {

StoreResult<StoreInfo> readInfo(Database &database)
{
    CountersTable counters(database);
    const auto epoch = counters.epoch();
    const auto cursor = counters.lastNumber();
    const auto change = counters.lastAccountChange();
    const auto revoked = RevokedTokensTable(database).list();
    if (!epoch)
        return failure(epoch.error());
    if (!cursor || !change)
        return failure(cursor ? change.error() : cursor.error());
    if (!revoked)
        return failure(revoked.error());
    return StoreInfo {*epoch, *cursor, *revoked, *change};
}

/// Runs `write` in a transaction and commits if it succeeded.
template<typename Write>
auto inTransaction(Database &database, Write write) -> std::invoke_result_t<Write>
{
    Transaction transaction(database);
    if (auto begun = transaction.begin(); !begun)
        return failure(begun.error());
    auto outcome = write();
    if (outcome) {
        if (auto committed = transaction.commit(); !committed)
            return failure(committed.error());
    }
    return outcome;
}

} // namespace

SqlChatStore::SqlChatStore(const DatabaseConfig &config, const Clock &clock, Counters &counters)
    : m_clock(clock)
    , m_writer(QStringLiteral("db-writer"), config)
    , m_reader(QStringLiteral("db-reader"), config)
    , m_messageWriter(m_writer, counters)
{
}

void SqlChatStore::open(Answer<StoreInfo> answer)
{
    m_writer.run(
        [now = m_clock.nowSeconds()](Database &database) -> StoreResult<StoreInfo> {
            if (auto migrated = migrate(database); !migrated)
                return failure(migrated.error());
            const auto removed =
                inTransaction(database, [&] { return RevokedTokensTable(database).removeExpired(now); });
            if (!removed)
                return failure(removed.error());
            return readInfo(database);
        },
        std::move(answer));
}

void SqlChatStore::storeMessage(const NewMessage &message, Answer<StoredMessage> answer)
{
    m_messageWriter.store(message, std::move(answer));
}

void SqlChatStore::messages(const MessageQuery &query, Answer<QList<Message>> answer)
{
    m_reader.run([query](Database &database) { return MessagesTable(database).read(query); },
                 std::move(answer));
}

void SqlChatStore::conversations(const ConversationQuery &query, Answer<ConversationPage> answer)
{
    m_reader.run([query](Database &database) { return ConversationsTable(database).read(query); },
                 std::move(answer));
}

void SqlChatStore::conversationUsers(Answer<QStringList> answer)
{
    m_reader.run([](Database &database) { return ConversationsTable(database).usersWithMessages(); },
                 std::move(answer));
}

void SqlChatStore::findAccount(const QString &username, Answer<std::optional<AccountWithHash>> answer)
{
    m_reader.run([username](Database &database) { return AccountsTable(database).find(username); },
                 std::move(answer));
}

void SqlChatStore::createAccount(const NewAccount &account, Answer<Account> answer)
{
    m_writer.run(
        [account](Database &database) {
            return inTransaction(database, [&] { return AccountsTable(database).insert(account); });
        },
        std::move(answer));
}

void SqlChatStore::accountChanges(qint64 after, Answer<AccountChanges> answer)
{
    m_reader.run([after](Database &database) { return AccountsTable(database).changedAfter(after); },
                 std::move(answer));
}

void SqlChatStore::revokeToken(const RevokedToken &token, Answer<Done> answer)
{
    m_writer.run(
        [token, now = m_clock.nowSeconds()](Database &database) {
            return inTransaction(database, [&]() -> StoreResult<Done> {
                RevokedTokensTable tokens(database);
                if (auto removed = tokens.removeExpired(now); !removed)
                    return removed;
                return tokens.insert(token);
            });
        },
        std::move(answer));
}

} // namespace ventanilla
