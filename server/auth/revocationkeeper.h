#pragma once

#include "core/clock.h"
#include "storage/chatstore.h"

#include <QObject>

#include <deque>

class QTimer;

namespace ventanilla {

/// Writes into the store which tokens are refused, so that the next start refuses them as well.
/// Tries again what the store did not take. Decides nothing. Lives on the network's thread.
class RevocationKeeper : public QObject
{
    Q_OBJECT

public:
    RevocationKeeper(ChatStore &store, const Clock &clock, int intervalMs = 1000, QObject *parent = nullptr);

    /// At once. A failure is answered, and tried again later.
    void keep(const RevokedToken &token, ChatStore::Answer<Done> answer);
    /// When its grace is over; connected to RevokedTokens::superseded. A crash until then does no
    /// harm: the successor names the token again when it is used.
    void keepLater(const RevokedToken &token);

private:
    struct Waiting {
        RevokedToken token;
        /// On the steady clock.
        qint64 dueMs = 0;
    };

    void storeNext();
    void onFailed(const RevokedToken &token, const StoreError &error);
    void wake();

    ChatStore &m_store;
    const Clock &m_clock;
    QTimer *m_timer;
    /// The next one to be due in front.
    std::deque<Waiting> m_waiting;
    /// One write at a time, so that messages get between them.
    bool m_storing = false;
};

} // namespace ventanilla
