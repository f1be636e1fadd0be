#pragma once

#include "storage/chatstore.h"

#include <QHash>
#include <QObject>

#include <functional>
#include <vector>

class QTimer;

namespace ventanilla {

/// The accounts that somebody has asked for, in memory, kept true: it asks the store regularly what
/// has changed, so that changes made by another process (the command line) are known within a
/// second. Lives on the network's thread.
class AccountDirectory : public QObject
{
    Q_OBJECT

public:
    /// Nothing for a name that was never taken.
    using Answer = std::function<void(Result<std::optional<Account>, StoreError>)>;

    /// `change` is StoreInfo::accountChange. Both must outlive this object.
    AccountDirectory(ChatStore &store, qint64 change, int pollIntervalMs = 1000, QObject *parent = nullptr);

    /// Finds an account by its name, without regard to case. Answers before it returns if the
    /// account is known; else after asking the store. Answers for one name come in the order of
    /// the calls.
    void find(const QString &username, Answer answer);

    /// The account, if it is known and nobody waits for an answer about it.
    std::optional<Account> known(const QString &username) const;

    /// Takes an account that this process itself has just read or made.
    void remember(const Account &account);

signals:
    /// An account that was known has changed.
    void accountChanged(const ventanilla::Account &before, const ventanilla::Account &after);

private:
    void poll();

    ChatStore &m_store;
    /// By folded name.
    QHash<QString, Account> m_accounts;
    QHash<QString, std::vector<Answer>> m_waiting;
    QTimer *m_timer;
    qint64 m_change;
    bool m_polling = false;
    bool m_pollFailed = false;
};

} // namespace ventanilla
