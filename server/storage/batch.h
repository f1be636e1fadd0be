#pragma once

#include "storage/database.h"
#include "storage/numbers.h"

#include <functional>
#include <vector>

namespace ventanilla {

/// One write inside a batch's transaction, on the database's thread. It must have written nothing if
/// it fails with anything but Unavailable, which fails the whole batch.
using BatchWork = std::function<StoreResult<Done>(Database &, Numbers &)>;

/// Does all of these in one transaction, in their order, with numbers from the one counter, and
/// commits. The outcomes are those of each work. An error means that nothing is known to be stored: if
/// it was the commit that failed, it may be there after all.
StoreResult<std::vector<StoreResult<Done>>> commitBatch(Database &database,
                                                        const std::vector<BatchWork> &works);

/// Stores a message under the next number, or finds that it is there already; what became of it is in
/// `stored` if it succeeded. Conflict if the key stands for another message, Refused if the database
/// will never take it.
BatchWork storeMessageWork(const NewMessage &message, std::shared_ptr<StoredMessage> stored);

/// Finds a message that may be there though its commit failed; Refused if it is not.
BatchWork findMessageWork(const NewMessage &message, std::shared_ptr<StoredMessage> stored);

/// What it came to that messages of the spool were stored.
struct Replay {
    /// They, with their ids.
    QList<Message> messages;
    /// How many of them were not there yet.
    qint64 stored = 0;
    /// The last number handed out.
    qint64 last = 0;
};

/// All of these in one transaction. If one of them is refused it is the writer that knows what to do,
/// so nothing is said to be done.
StoreResult<Replay> storeAll(Database &database, const QList<NewMessage> &messages);

} // namespace ventanilla
