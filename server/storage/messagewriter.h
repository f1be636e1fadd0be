#pragma once

#include "core/counters.h"
#include "storage/databasethread.h"

#include <vector>

namespace ventanilla {

/// Group commit: while one batch of messages is being committed, the next ones gather, and go
/// together into one transaction. Nothing waits for a timer, so a lone message is committed at
/// once. Lives at the home of its DatabaseThread.
class MessageWriter
{
public:
    using Answer = ChatStore::Answer<StoredMessage>;

    MessageWriter(DatabaseThread &thread, Counters &counters, qint64 mostWaitingBytes = 16 * 1024 * 1024);

    /// Answers in the order of the calls. Overloaded, at once, if too much waits already.
    void store(const NewMessage &message, Answer answer);

private:
    struct Waiting {
        NewMessage message;
        Answer answer;
    };

    void commitWaiting();
    void finish(const std::vector<Waiting> &batch,
                const StoreResult<QList<StoreResult<StoredMessage>>> &outcome);

    DatabaseThread &m_thread;
    const qint64 m_mostWaitingBytes;
    Counter &m_stored;
    Counter &m_failed;
    Counter &m_commits;
    std::vector<Waiting> m_waiting;
    qint64 m_waitingBytes = 0;
    bool m_committing = false;
};

} // namespace ventanilla
