#pragma once

#include "core/result.h"
#include "storage/chatstore.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QStringList>

#include <memory>
#include <unordered_map>

namespace ventanilla {

struct DatabaseConfig {
    /// Path of the SQLite file.
    QString path;
    /// How long one statement waits for a lock.
    int patienceMs = 250;
    /// Whether open() makes a file that is not there.
    bool mayCreate = true;
};

/// The file of a `sqlite:PATH` address; an error for any other address.
Result<QString> sqlitePath(const QString &address);

template<typename T>
using StoreResult = Result<T, StoreError>;

/// One connection to the database. Belongs to the thread that opens it and never leaves it.
class Database
{
public:
    explicit Database(DatabaseConfig config);
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    /// Opens the file (made 0600 if it is not there) with WAL, full sync and foreign keys. Does
    /// nothing if it is open.
    StoreResult<Done> open();

    /// Whether the file that is open is still the one at its path. SQLite would go on happily with
    /// one that was removed, and lose all that it commits there.
    StoreResult<Done> checkFile() const;

    /// The statement, prepared at its first use and then kept. Only prepared statements, so nothing
    /// a client sends is ever SQL.
    QSqlQuery &statement(const QString &sql);

    /// The SQL of all of them so far, for tests that look at what they cost.
    QStringList prepared() const;

    /// Runs statements of our own that return nothing and take no values.
    StoreResult<Done> run(const QString &sql);

private:
    StoreResult<Done> runPatiently(const QString &sql);

    struct FileIdentity {
        quint64 device = 0;
        quint64 inode = 0;
    };

    static std::optional<FileIdentity> identityOf(const QString &path);

    const DatabaseConfig m_config;
    const QString m_connectionName;
    QSqlDatabase m_connection;
    std::unordered_map<QString, std::unique_ptr<QSqlQuery>> m_statements;
    FileIdentity m_file;
};

/// Binds the values in order and executes. The error says what the database said.
StoreResult<Done> execute(QSqlQuery &query, std::initializer_list<QVariant> values = {});

/// All or nothing. Without a commit() everything since begin() is undone.
class Transaction
{
public:
    explicit Transaction(Database &database);
    ~Transaction();
    Transaction(const Transaction &) = delete;
    Transaction &operator=(const Transaction &) = delete;

    /// Takes the write lock now, waiting no longer than the patience.
    StoreResult<Done> begin();
    StoreResult<Done> commit();

private:
    Database &m_database;
    bool m_open = false;
};

/// One consistent state of the database for several reads, whatever is written meanwhile.
class ReadTransaction
{
public:
    explicit ReadTransaction(Database &database);
    ~ReadTransaction();
    ReadTransaction(const ReadTransaction &) = delete;
    ReadTransaction &operator=(const ReadTransaction &) = delete;

    StoreResult<Done> begin();

private:
    Database &m_database;
    bool m_open = false;
};

} // namespace ventanilla
