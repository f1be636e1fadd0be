#include "storage/sqlchatstore.h"

#include "core/logging.h"
#include "storage/accountstable.h"
#include "storage/conversationstable.h"
#include "storage/counterstable.h"
#include "storage/deliveriestable.h"
#include "storage/messagestable.h"
#include "storage/migrations.h"
#include "storage/readcursorstable.h"
#include "storage/revokedtokenstable.h"
#include "storage/synchronization.h"

#include <QTimer>

#include <algorithm>

namespace ventanilla {

namespace {

constexpr int mostRemembered = 10'000;

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

DatabaseConfig existing(DatabaseConfig config)
{
    config.mayCreate = false;
    return config;
}

WriterConfig writerConfig(const StoreConfig &config)
{
    WriterConfig writer = config.writer;
    writer.patienceMs = 2 * config.database.patienceMs;
    return writer;
}

} // namespace

SqlChatStore::SqlChatStore(const StoreConfig &config, const Clock &clock, Counters &counters)
    : m_config(config)
    , m_clock(clock)
    , m_writer(QStringLiteral("db-writer"), config.database)
    , m_reader(QStringLiteral("db-reader"), existing(config.database))
    , m_spool(config.spool)
    , m_messageWriter(m_writer, m_spool, counters, writerConfig(config))
{
}

void SqlChatStore::open(Answer<StoreInfo> answer)
{
    if (const auto safe = guardLostDatabase(m_config.database.path, m_config.spool.path); !safe) {
        const StoreError error {StoreError::Kind::Unavailable, safe.error().message};
        QTimer::singleShot(0, [error, answer = std::move(answer)] { answer(failure(error)); });
        return;
    }
    m_writer.run(
        [now = m_clock.nowSeconds()](Database &database) -> StoreResult<StoreInfo> {
            if (auto migrated = migrate(database); !migrated)
                return failure(migrated.error());
            const auto removed =
                inTransaction(database, [&] { return RevokedTokensTable(database).removeExpired(now); });
            if (!removed) // it has time; what is written meanwhile goes to the spool
                qCWarning(logStorage).noquote()
                    << "the database cannot be written:" << removed.error().message;
            return readInfo(database);
        },
        [this, answer = std::move(answer)](const StoreResult<StoreInfo> &info) {
            if (info)
                openReader(*info, answer);
            else
                answer(failure(info.error()));
        });
}

/// Now, while the file is the writer's: later another one could be in its place. What was stored last
/// is what may be sent again.
void SqlChatStore::openReader(const StoreInfo &info, Answer<StoreInfo> answer)
{
    m_reader.run([](Database &database) { return MessagesTable(database).newest(mostRemembered); },
                 [this, info, answer = std::move(answer)](const StoreResult<QList<Message>> &newest) {
                     if (!newest) {
                         answer(failure(newest.error()));
                         return;
                     }
                     m_messageWriter.remember(*newest);
                     openSpool(info, answer);
                 });
}

void SqlChatStore::openSpool(const StoreInfo &info, Answer<StoreInfo> answer)
{
    m_spool.open(info.epoch.toLatin1(),
                 [this, info, answer = std::move(answer)](const Result<Spool::Content> &content) {
                     if (!content) {
                         answer(failure(StoreError {StoreError::Kind::Unavailable, content.error().message}));
                         return;
                     }
                     if (content->damaged > 0)
                         qCCritical(logStorage) << "messages are missing in the spool, at" << content->damaged
                                                << "places: its file is damaged";
                     emptySpool(info, content->messages, answer);
                 });
}

/// The next messages of the spool, until there are none or the database fails.
void SqlChatStore::emptySpool(const StoreInfo &info, const QList<NewMessage> &left, Answer<StoreInfo> answer)
{
    constexpr qsizetype mostInBatch = 256;
    if (left.isEmpty()) {
        answer(info);
        return;
    }
    const QList<NewMessage> next = left.first(std::min(left.size(), mostInBatch));
    m_writer.run([next](Database &database) { return storeAll(database, next); },
                 [this, info, left, taken = next.size(),
                  answer = std::move(answer)](const StoreResult<Replay> &replay) {
                     if (!replay) {
                         m_messageWriter.takeOver(left);
                         answer(info);
                         return;
                     }
                     m_spool.drop(taken);
                     m_messageWriter.noteReplayed(replay->messages, replay->stored);
                     qCInfo(logStorage) << "stored" << taken << "messages from the spool";
                     StoreInfo now = info;
                     now.cursor = replay->last;
                     emptySpool(now, left.sliced(taken), answer);
                 });
}

void SqlChatStore::storeMessage(const NewMessage &message, Answer<StoredMessage> answer)
{
    m_messageWriter.storeMessage(message, std::move(answer));
}

void SqlChatStore::onConfirmed(std::function<void(const Message &)> told)
{
    m_messageWriter.onConfirmed(std::move(told));
}

template<typename T>
void SqlChatStore::write(std::function<StoreResult<T>(Database &, Numbers &)> change, Answer<T> answer)
{
    const auto changed = std::make_shared<T>();
    m_messageWriter.write(
        [change = std::move(change), changed](Database &database, Numbers &numbers) -> StoreResult<Done> {
            auto outcome = change(database, numbers);
            if (!outcome)
                return failure(outcome.error());
            *changed = *std::move(outcome);
            return Done {};
        },
        [changed, answer = std::move(answer)](const StoreResult<Done> &outcome) {
            answer(outcome ? StoreResult<T>(*changed) : failure(outcome.error()));
        });
}

void SqlChatStore::markRead(const Reader &reader, const ReadRequest &request, Answer<ReadChange> answer)
{
    write<ReadChange>(
        [reader, request](Database &database, Numbers &numbers) {
            return ReadCursorsTable(database).advance(reader, request, numbers);
        },
        std::move(answer));
}

void SqlChatStore::markUnread(const Reader &reader, const MarkRequest &request, Answer<ReadChange> answer)
{
    write<ReadChange>(
        [reader, request](Database &database, Numbers &numbers) {
            return ReadCursorsTable(database).rewind(reader, request, numbers);
        },
        std::move(answer));
}

void SqlChatStore::markDelivered(const Reader &recipient, const MarkRequest &request,
                                 Answer<DeliveryChange> answer)
{
    write<DeliveryChange>(
        [recipient, request](Database &database, Numbers &numbers) {
            return DeliveriesTable(database).advance(recipient, request, numbers);
        },
        std::move(answer));
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

void SqlChatStore::synchronize(const SyncQuery &query, Answer<SyncPage> answer)
{
    m_reader.run([query](Database &database) { return Synchronization(database).read(query); },
                 std::move(answer));
}

void SqlChatStore::ownThread(const QString &user, Answer<OwnThread> answer)
{
    m_reader.run([user](Database &database) { return ConversationsTable(database).ownThread(user); },
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
