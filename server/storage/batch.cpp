#include "storage/batch.h"

#include "storage/conversationstable.h"
#include "storage/counterstable.h"
#include "storage/messagestable.h"

#include <algorithm>

namespace ventanilla {

namespace {

Message withId(const NewMessage &message, qint64 id, const MessageCounts &counts)
{
    return {id,          message.from,         message.to, message.text, message.sentAtMs, message.fromName,
            message.key, message.conversation, counts};
}

StoreResult<StoredMessage> storeMessage(Database &database, const NewMessage &message, Numbers &numbers)
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
    const auto counts = messages.insert(message, numbers.next());
    if (!counts)
        return failure(counts.error());
    // The row is there: its number is used, whatever comes next.
    const qint64 id = numbers.take();
    if (auto noted = ConversationsTable(database).noteMessage(message, id); !noted) {
        // Half a message must not be committed.
        return failure(StoreError {StoreError::Kind::Unavailable, noted.error().message});
    }
    return StoredMessage {withId(message, id, *counts), false};
}

} // namespace

StoreResult<std::vector<StoreResult<Done>>> commitBatch(Database &database,
                                                        const std::vector<BatchWork> &works)
{
    Transaction transaction(database);
    if (auto begun = transaction.begin(); !begun)
        return failure(begun.error());
    CountersTable counters(database);
    const auto last = counters.lastNumber();
    if (!last)
        return failure(last.error());

    Numbers numbers(*last);
    std::vector<StoreResult<Done>> outcomes;
    outcomes.reserve(works.size());
    for (const BatchWork &work : works) {
        auto outcome = work(database, numbers);
        if (!outcome && outcome.error().kind == StoreError::Kind::Unavailable)
            return failure(outcome.error());
        outcomes.push_back(std::move(outcome));
    }
    if (auto counted = counters.setLastNumber(numbers.last()); !counted)
        return failure(counted.error());
    if (auto committed = transaction.commit(); !committed)
        return failure(committed.error());
    return outcomes;
}

BatchWork storeMessageWork(const NewMessage &message, std::shared_ptr<StoredMessage> stored)
{
    return [message, stored = std::move(stored)](Database &database, Numbers &numbers) -> StoreResult<Done> {
        auto outcome = storeMessage(database, message, numbers);
        if (!outcome)
            return failure(outcome.error());
        *stored = *std::move(outcome);
        return Done {};
    };
}

BatchWork findMessageWork(const NewMessage &message, std::shared_ptr<StoredMessage> stored)
{
    return [message, stored = std::move(stored)](Database &database, Numbers &) -> StoreResult<Done> {
        const auto found = MessagesTable(database).findByKey(message.from, message.key);
        if (!found)
            return failure(found.error());
        if (!*found)
            return failure(StoreError {StoreError::Kind::Refused, QStringLiteral("it is not there")});
        *stored = {**found, true};
        return Done {};
    };
}

StoreResult<Replay> storeAll(Database &database, const QList<NewMessage> &messages)
{
    std::vector<BatchWork> works;
    std::vector<std::shared_ptr<StoredMessage>> stored;
    for (const NewMessage &message : messages) {
        stored.push_back(std::make_shared<StoredMessage>());
        works.push_back(storeMessageWork(message, stored.back()));
    }
    const auto outcomes = commitBatch(database, works);
    if (!outcomes)
        return failure(outcomes.error());
    for (const StoreResult<Done> &outcome : *outcomes) {
        if (!outcome)
            return failure(outcome.error());
    }
    const auto last = CountersTable(database).lastNumber();
    if (!last)
        return failure(last.error());
    Replay replay;
    for (const auto &message : stored) {
        replay.messages.append(message->message);
        replay.stored += message->repeated ? 0 : 1;
    }
    replay.last = *last;
    return replay;
}

} // namespace ventanilla
