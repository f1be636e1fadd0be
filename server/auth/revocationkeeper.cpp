#include "auth/revocationkeeper.h"

#include "auth/revokedtokens.h"
#include "core/logging.h"

#include <QTimer>

namespace ventanilla {

RevocationKeeper::RevocationKeeper(ChatStore &store, const Clock &clock, int intervalMs, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_clock(clock)
    , m_timer(new QTimer(this))
{
    connect(m_timer, &QTimer::timeout, this, &RevocationKeeper::storeNext);
    m_timer->setInterval(intervalMs);
}

void RevocationKeeper::keep(const RevokedToken &token, ChatStore::Answer<Done> answer)
{
    m_store.revokeToken(token,
                        [this, token, answer = std::move(answer)](const Result<Done, StoreError> &kept) {
                            if (!kept)
                                onFailed(token, kept.error());
                            answer(kept);
                        });
}

void RevocationKeeper::keepLater(const RevokedToken &token)
{
    m_waiting.push_back({token, m_clock.steadyMs() + RevokedTokens::graceMs});
    wake();
}

void RevocationKeeper::storeNext()
{
    if (m_waiting.empty())
        m_timer->stop();
    if (m_storing || m_waiting.empty() || m_waiting.front().dueMs > m_clock.steadyMs())
        return;
    const RevokedToken token = m_waiting.front().token;
    m_waiting.pop_front();
    m_storing = true;
    m_store.revokeToken(token, [this, token](const Result<Done, StoreError> &kept) {
        m_storing = false;
        if (kept)
            storeNext();
        else
            onFailed(token, kept.error());
    });
}

/// Not at once, or a database that fails would be asked without a pause.
void RevocationKeeper::onFailed(const RevokedToken &token, const StoreError &error)
{
    qCCritical(logAuth).noquote() << "a revoked token could not be stored:" << error.message;
    m_waiting.push_front({token, m_clock.steadyMs()});
    wake();
}

/// A timer that is started again each time would never come to its end.
void RevocationKeeper::wake()
{
    if (!m_timer->isActive())
        m_timer->start();
}

} // namespace ventanilla
