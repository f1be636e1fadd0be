#include "auth/loginthrottle.h"

#include "core/text.h"

#include <algorithm>

namespace ventanilla {

namespace {

/// No account has a longer name; what is sent instead of one must not be kept whole.
QString accountKey(const QString &account)
{
    constexpr qsizetype longestName = 128;
    return foldedName(account.left(longestName));
}

} // namespace

LoginThrottle::LoginThrottle(const Clock &clock, const Config &config)
    : m_clock(clock)
    , m_config(config)
{
}

LoginThrottle::LoginThrottle(const Clock &clock)
    : LoginThrottle(clock, Config())
{
}

std::optional<qint64> LoginThrottle::begin(const QString &account, const QHostAddress &network)
{
    const QString name = accountKey(account);
    const QString source = network.toString();
    const auto accountWait = waitFor(m_accounts, name, m_config.perAccount);
    const auto networkWait = waitFor(m_networks, source, m_config.perNetwork);
    if (accountWait || networkWait)
        return std::max(accountWait.value_or(0), networkWait.value_or(0));
    count(m_accounts, name);
    count(m_networks, source);
    return std::nullopt;
}

void LoginThrottle::succeeded(const QString &account, const QHostAddress &network)
{
    m_accounts.remove(accountKey(account));
    takeBack(m_networks, network.toString());
}

void LoginThrottle::withdrawn(const QString &account, const QHostAddress &network)
{
    takeBack(m_accounts, accountKey(account));
    takeBack(m_networks, network.toString());
}

std::optional<qint64> LoginThrottle::waitFor(Table &table, const QString &key, int most)
{
    const auto found = table.find(key);
    if (found == table.end())
        return std::nullopt;
    const qint64 windowStart = m_clock.steadyMs() - m_config.windowMs;
    while (!found->empty() && found->front() <= windowStart)
        found->pop_front();
    if (found->empty())
        table.erase(found);
    else if (found->size() >= static_cast<std::size_t>(most))
        return found->front() - windowStart;
    return std::nullopt;
}

void LoginThrottle::count(Table &table, const QString &key)
{
    if (table.size() >= m_config.longestTable && !table.contains(key))
        makeRoom(table);
    table[key].push_back(m_clock.steadyMs());
}

/// Drops the older half at once, so that a flood of names costs little each.
void LoginThrottle::makeRoom(Table &table)
{
    std::vector<qint64> newest;
    newest.reserve(static_cast<std::size_t>(table.size()));
    for (const Failures &failures : std::as_const(table))
        newest.push_back(failures.back());
    const auto middle = newest.begin() + static_cast<std::ptrdiff_t>(newest.size() / 2);
    std::nth_element(newest.begin(), middle, newest.end());
    table.removeIf([limit = *middle](const Table::iterator &entry) { return entry->back() <= limit; });
}

void LoginThrottle::takeBack(Table &table, const QString &key)
{
    const auto found = table.find(key);
    if (found == table.end())
        return;
    found->pop_back();
    if (found->empty())
        table.erase(found);
}

} // namespace ventanilla
