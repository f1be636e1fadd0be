#include "auth/accountdirectory.h"

#include "core/logging.h"
#include "core/text.h"

#include <QTimer>

namespace ventanilla {

AccountDirectory::AccountDirectory(ChatStore &store, qint64 change, int pollIntervalMs, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_timer(new QTimer(this))
    , m_change(change)
{
    connect(m_timer, &QTimer::timeout, this, &AccountDirectory::poll);
    m_timer->start(pollIntervalMs);
}

void AccountDirectory::find(const QString &username, Answer answer)
{
    if (const auto account = known(username)) {
        answer(account);
        return;
    }
    const QString key = foldedName(username);
    // Questions for one name share one query and are answered in their order, so that of two
    // messages to somebody not known yet the second cannot overtake the first.
    auto &waiting = m_waiting[key];
    waiting.push_back(std::move(answer));
    if (waiting.size() > 1)
        return;
    m_store.findAccount(username,
                        [this, key](const Result<std::optional<AccountWithHash>, StoreError> &found) {
                            if (found && *found)
                                remember((*found)->account);
                            const auto answers = m_waiting.take(key);
                            for (const Answer &each : answers) {
                                if (!found)
                                    each(failure(found.error()));
                                else
                                    each(*found ? std::optional((*found)->account) : std::nullopt);
                            }
                        });
}

std::optional<Account> AccountDirectory::known(const QString &username) const
{
    const QString key = foldedName(username);
    const auto found = m_accounts.constFind(key);
    // One that became known meanwhile, by a sign-in, waits behind earlier questions.
    return found != m_accounts.constEnd() && !m_waiting.contains(key) ? std::optional(*found) : std::nullopt;
}

void AccountDirectory::remember(const Account &account)
{
    Account &known = m_accounts[foldedName(account.username)];
    const Account before = std::exchange(known, account);
    if (!before.username.isEmpty() && before != account)
        emit accountChanged(before, account);
}

void AccountDirectory::poll()
{
    if (std::exchange(m_polling, true))
        return;
    m_store.accountChanges(m_change, [this](const Result<AccountChanges, StoreError> &changes) {
        m_polling = false;
        if (!changes) {
            // Once, not at each try.
            if (!std::exchange(m_pollFailed, true))
                qCWarning(logAuth).noquote() << "cannot read account changes:" << changes.error().message;
            return;
        }
        if (std::exchange(m_pollFailed, false))
            qCInfo(logAuth) << "account changes can be read again";
        m_change = changes->upTo;
        for (const Account &account : changes->accounts) {
            if (m_accounts.contains(foldedName(account.username)))
                remember(account);
        }
    });
}

} // namespace ventanilla
