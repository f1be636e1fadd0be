#pragma once

#include "core/counters.h"
#include "storage/chatstore.h"
#include "storage/keymemory.h"

#include <QCache>
#include <QHash>

#include <memory>
#include <vector>

namespace ventanilla {

/// A message that has been accepted and has no id yet.
struct PendingMessage {
    using Answer = ChatStore::Answer<StoredMessage>;

    NewMessage message;
    /// Of the call that brought it and of those that repeated it.
    std::vector<Answer> answers;
    /// People have seen it before: it was kept nowhere, and its sender tries again.
    bool deliveredBefore = false;
    bool spooled = false;
    /// It was in a batch of which nobody knows whether it was committed.
    bool uncertain = false;
    /// Its id was told before it came out of the spool.
    bool told = false;

    /// What is said of it while it has no id.
    StoredMessage keptAs(StoredMessage::Kept kept) const;
    /// All that wait for an answer, once: the first brought the message, the others repeated it.
    void answerAll(const Result<StoredMessage, StoreError> &outcome);
};
using PendingMessagePtr = std::shared_ptr<PendingMessage>;

/// Knows what has become of each message that could come again under its key: which ones wait for
/// their id, which were stored of late, and which people have seen though nothing keeps them. So one
/// key is one message, also while the database cannot be asked.
class PendingMessages
{
public:
    explicit PendingMessages(Counters &counters);

    /// Whether this message is one that was accepted before. Its answer is then given, or will be.
    bool answersRepeated(const NewMessage &message, const PendingMessage::Answer &answer);
    PendingMessagePtr add(const NewMessage &message, PendingMessage::Answer answer);
    /// One that a former process left in the spool.
    PendingMessagePtr addSpooled(const NewMessage &message);

    /// It has its id, or will never have one.
    void remove(const PendingMessage &pending) { m_pending.remove(keyOf(pending.message)); }
    /// Neither the database nor the spool has it, and people see it nonetheless.
    void noteUnkept(const PendingMessage &pending);
    void noteStored(const StoredMessage &stored);
    /// Stored by a former process.
    void remember(const Message &stored) { m_recent.remember(stored); }
    void countStored(qint64 messages) { m_stored.add(messages); }

private:
    Counter &m_stored;
    QHash<MessageKey, PendingMessagePtr> m_pending;
    KeyMemory m_recent;
    QCache<MessageKey, NewMessage> m_deliveredUnkept;
};

} // namespace ventanilla
