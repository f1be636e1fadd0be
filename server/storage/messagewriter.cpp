#include "storage/messagewriter.h"

#include "core/logging.h"
#include "storage/conversationstable.h"
#include "storage/counterstable.h"
#include "storage/messagestable.h"

namespace ventanilla {

namespace {

using Outcomes = QList<StoreResult<StoredMessage>>;

Message withId(const NewMessage &message, qint64 id, const MessageCounts &counts)
{
    return {id,          message.from,         message.to, message.text, message.sentAtMs, message.fromName,
            message.key, message.conversation, counts};
}

qint64 weightOf(const NewMessage &message)
{
    return message.text.size() * 2 + 512;
}

/// Stores one message under the next number, or finds that it is there already.
StoreResult<StoredMessage> storeOne(Database &database, const NewMessage &message, qint64 &lastNumber)
{
    MessagesTable messages(database);
    const auto earlier = messages.findByKey(message.from, message.key);
    if (!earlier)
        return failure(earlier.error());
    if (*earlier) {
        const Message &known = **earlier;
        if (known.to == message.to && known.text == message.text)
            return StoredMessage {known, true};
        return failure(
            StoreError {StoreError::Kind::Conflict, QStringLiteral("the key is used for another message")});
    }
    const qint64 id = lastNumber + 1;
    const auto counts = messages.insert(message, id);
    if (!counts)
        return failure(counts.error());
    // The row is there: its number is used, whatever comes next.
    lastNumber = id;
    if (auto noted = ConversationsTable(database).noteMessage(message, id); !noted)
        return failure(noted.error());
    return StoredMessage {withId(message, id, *counts), false};
}

StoreResult<Outcomes> storeBatch(Database &database, const std::vector<NewMessage> &batch)
{
    Transaction transaction(database);
    if (auto begun = transaction.begin(); !begun)
        return failure(begun.error());
    CountersTable counters(database);
    const auto start = counters.lastNumber();
    if (!start)
        return failure(start.error());

    qint64 lastNumber = *start;
    Outcomes outcomes;
    for (const NewMessage &message : batch) {
        auto outcome = storeOne(database, message, lastNumber);
        // Half a message must not be committed, so what the database could not do fails the batch.
        if (!outcome && outcome.error().kind == StoreError::Kind::Unavailable)
            return failure(outcome.error());
        outcomes.append(std::move(outcome));
    }
    if (auto counted = counters.setLastNumber(lastNumber); !counted)
        return failure(counted.error());
    if (auto committed = transaction.commit(); !committed)
        return failure(committed.error());
    return outcomes;
}

} // namespace

MessageWriter::MessageWriter(DatabaseThread &thread, Counters &counters, qint64 mostWaitingBytes)
    : m_thread(thread)
    , m_mostWaitingBytes(mostWaitingBytes)
    , m_stored(counters.counter("ventanilla_messages_stored_total", "Messages committed to the database."))
    , m_failed(counters.counter("ventanilla_messages_not_stored_total",
                                "Messages that the database did not take."))
    , m_commits(counters.counter("ventanilla_message_commits_total", "Transactions that stored messages."))
{
}

void MessageWriter::store(const NewMessage &message, Answer answer)
{
    if (m_waitingBytes > m_mostWaitingBytes) {
        answer(failure(
            StoreError {StoreError::Kind::Overloaded, QStringLiteral("too much waits to be stored")}));
        return;
    }
    m_waitingBytes += weightOf(message);
    m_waiting.push_back({message, std::move(answer)});
    if (!m_committing)
        commitWaiting();
}

void MessageWriter::commitWaiting()
{
    m_committing = true;
    auto batch = std::exchange(m_waiting, {});
    m_waitingBytes = 0;
    std::vector<NewMessage> messages;
    messages.reserve(batch.size());
    for (const Waiting &waiting : batch)
        messages.push_back(waiting.message);
    m_thread.run(
        [messages = std::move(messages)](Database &database) { return storeBatch(database, messages); },
        [this, batch = std::move(batch)](const StoreResult<Outcomes> &outcome) { finish(batch, outcome); });
}

void MessageWriter::finish(const std::vector<Waiting> &batch, const StoreResult<Outcomes> &outcome)
{
    if (outcome) {
        m_commits.add();
    } else {
        m_failed.add(static_cast<qint64>(batch.size()));
        qCCritical(logStorage).noquote()
            << "could not store" << batch.size() << "messages:" << outcome.error().message;
    }
    qsizetype index = 0;
    for (const Waiting &waiting : batch) {
        const StoreResult<StoredMessage> result = outcome ? outcome->at(index++) : failure(outcome.error());
        if (result && !result->repeated)
            m_stored.add();
        waiting.answer(result);
    }
    m_committing = false;
    if (!m_waiting.empty())
        commitWaiting();
}

} // namespace ventanilla
