#pragma once

#include "storage/numbers.h"
#include "storage/records.h"

#include <QString>

namespace ventanilla {

class Database;

/// A database as after years: one thread of very many messages and very many conversations beside it,
/// nearly all of them read. Written through the server's own tables, so that every running count holds.
class LargeDatabase
{
public:
    static constexpr int conversations = 10'000;
    static constexpr int longThread = 100'000;
    static constexpr int missed = 5'000;

    static const QString agent;
    /// Whose thread is the long one.
    static const QString longUser;
    static QString user(int number);

    /// Into a file that a server has opened before. Whether it worked.
    static bool fill(const QString &path);
    /// What came while a client was away, in half as many conversations. The id of the last message; 0
    /// if it failed.
    static qint64 addMissed(const QString &path);

private:
    explicit LargeDatabase(Database &database, qint64 last);

    bool addAccounts();
    bool addLongThread();
    bool addConversations();
    bool say(const QString &user, bool fromStaff);
    bool read(const Reader &reader, const QString &conversation);
    bool finish();

    Database &m_database;
    Numbers m_numbers;
};

} // namespace ventanilla
