#include "storage/pendingmessages.h"

namespace ventanilla {

namespace {

constexpr qsizetype rememberedBytes = 8 * 1024 * 1024; // of the stored, and of the unkept

bool sameContent(const NewMessage &one, const QString &to, const QString &text)
{
    return one.to == to && one.text == text;
}

StoreError keyConflict()
{
    return {StoreError::Kind::Conflict, QStringLiteral("the key is used for another message")};
}

} // namespace

StoredMessage PendingMessage::keptAs(StoredMessage::Kept kept) const
{
    const Message withoutId {std::nullopt,     message.from,     message.to,  message.text,
                             message.sentAtMs, message.fromName, message.key, message.conversation};
    return {withoutId, false, kept, deliveredBefore};
}

void PendingMessage::answerAll(const Result<StoredMessage, StoreError> &outcome)
{
    Result<StoredMessage, StoreError> current = outcome;
    for (const Answer &answer : std::exchange(answers, {})) {
        answer(current);
        if (current) {
            current.value().repeated = true;
            current.value().deliveredBefore = false; // whoever had it without its id was told by the first
        }
    }
}

PendingMessages::PendingMessages(Counters &counters)
    : m_stored(counters.counter("ventanilla_messages_stored_total", "Messages committed to the database."))
    , m_recent(rememberedBytes)
    , m_deliveredUnkept(rememberedBytes)
{
}

bool PendingMessages::answersRepeated(const NewMessage &message, const PendingMessage::Answer &answer)
{
    const MessageKey key = keyOf(message);
    if (const NewMessage *unkept = m_deliveredUnkept.object(key);
        unkept && !sameContent(message, unkept->to, unkept->text)) {
        answer(failure(keyConflict()));
        return true;
    }
    if (const PendingMessagePtr pending = m_pending.value(key)) {
        if (!sameContent(message, pending->message.to, pending->message.text)) {
            answer(failure(keyConflict()));
        } else if (pending->spooled) {
            StoredMessage kept = pending->keptAs(StoredMessage::Kept::InSpool);
            kept.repeated = true;
            answer(kept);
        } else {
            pending->answers.push_back(answer);
        }
        return true;
    }
    // What is not remembered the database finds; but it may fail before it does.
    const auto stored = m_recent.find(key);
    if (!stored)
        return false;
    if (sameContent(message, stored->to, stored->text))
        answer(StoredMessage {*stored, true});
    else
        answer(failure(keyConflict()));
    return true;
}

PendingMessagePtr PendingMessages::add(const NewMessage &message, PendingMessage::Answer answer)
{
    const auto pending = std::make_shared<PendingMessage>(PendingMessage {message, {}});
    pending->answers.push_back(std::move(answer));
    pending->deliveredBefore = m_deliveredUnkept.contains(keyOf(message));
    m_pending.insert(keyOf(message), pending);
    return pending;
}

PendingMessagePtr PendingMessages::addSpooled(const NewMessage &message)
{
    const auto pending = std::make_shared<PendingMessage>(PendingMessage {message, {}});
    pending->spooled = true;
    m_pending.insert(keyOf(message), pending);
    return pending;
}

void PendingMessages::noteUnkept(const PendingMessage &pending)
{
    remove(pending);
    m_deliveredUnkept.insert(keyOf(pending.message), new NewMessage(pending.message),
                             bytesOf(pending.message.text));
}

void PendingMessages::noteStored(const StoredMessage &stored)
{
    if (!stored.repeated)
        m_stored.add();
    m_deliveredUnkept.remove({stored.message.from, stored.message.key});
    m_recent.remember(stored.message);
}

} // namespace ventanilla
