#pragma once

#include "core/clock.h"

#include <QHash>
#include <QHostAddress>
#include <QString>

#include <deque>
#include <optional>

namespace ventanilla {

/// Slows down password guessing: counts the failed sign-ins of each account name and of each
/// network within a window. What a network is, its user knows: the addresses are compared as they are. An
/// attempt under way counts as a failure until it has succeeded, so that many at once gain nothing. Bounded
/// memory. Lives on the network's thread.
class LoginThrottle
{
public:
    struct Config {
        int perAccount = 10;
        int perNetwork = 50;
        qint64 windowMs = 15 * 60 * 1000;
        /// Names and networks remembered at most; beyond that the oldest go first.
        qsizetype longestTable = 50'000;
    };

    LoginThrottle(const Clock &clock, const Config &config);
    explicit LoginThrottle(const Clock &clock);

    /// How long to wait before the next attempt, in milliseconds; nothing if it may be made now,
    /// in which case it has been counted.
    std::optional<qint64> begin(const QString &account, const QHostAddress &network);
    /// The attempt succeeded: the account's failures are forgotten, the network's one taken back.
    void succeeded(const QString &account, const QHostAddress &network);
    /// The attempt could not be judged, through no fault of the client: it is taken back.
    void withdrawn(const QString &account, const QHostAddress &network);

private:
    /// Failure times of one name or network, oldest first.
    using Failures = std::deque<qint64>;
    using Table = QHash<QString, Failures>;

    std::optional<qint64> waitFor(Table &table, const QString &key, int most);
    void count(Table &table, const QString &key);
    void makeRoom(Table &table);
    static void takeBack(Table &table, const QString &key);

    const Clock &m_clock;
    const Config m_config;
    Table m_accounts;
    Table m_networks;
};

} // namespace ventanilla
