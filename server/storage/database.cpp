#include "storage/database.h"

#include "core/logging.h"
#include "core/securefile.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QSqlError>
#include <QUrl>
#include <QUuid>

#include <chrono>
#include <sys/stat.h>
#include <thread>

namespace ventanilla {

namespace {

StoreError unavailable(const QString &message)
{
    return {StoreError::Kind::Unavailable, message};
}

/// SQLite takes U+FEFF at the beginning of a text in UTF-16 for a byte order mark and drops it, once;
/// behind U+FFFE it swaps the bytes of all that follows. Two names would be one, and a message not what
/// was sent. A mark in front, for it to drop, keeps both.
QVariant exactly(const QVariant &value)
{
    constexpr QChar mark = QChar::ByteOrderMark;
    if (value.typeId() != QMetaType::QString)
        return value;
    const QString text = value.toString();
    const bool beginsWithMark = text.startsWith(mark) || text.startsWith(QChar::ByteOrderSwapped);
    return beginsWithMark ? QVariant(QString(mark + text)) : value;
}

/// Whether it is the value that is wrong and not the database: SQLITE_TOOBIG, _CONSTRAINT and
/// _MISMATCH, of which the extended codes have more bits (sqlite.org/rescode.html).
bool isRefusal(const QSqlError &error)
{
    bool isNumber = false;
    const int code = error.nativeErrorCode().toInt(&isNumber) & 0xff;
    return isNumber && code >= 18 && code <= 20;
}

} // namespace

Result<QString> sqlitePath(const QString &address)
{
    constexpr QStringView scheme = u"sqlite:";
    if (!address.startsWith(scheme) || address.size() == scheme.size())
        return failure(
            Error {QStringLiteral("the database must be given as sqlite:PATH, not \"%1\"").arg(address)});
    return address.mid(scheme.size());
}

Database::Database(DatabaseConfig config)
    : m_config(std::move(config))
    , m_connectionName(QUuid::createUuid().toString(QUuid::WithoutBraces))
{
}

Database::~Database()
{
    m_statements.clear();
    const bool added = m_connection.isValid();
    m_connection = QSqlDatabase();
    if (added)
        QSqlDatabase::removeDatabase(m_connectionName);
}

StoreResult<Done> Database::open()
{
    if (m_connection.isOpen())
        return Done {};
    if (m_config.mayCreate) {
        if (const auto made = makePrivateFile(m_config.path); !made)
            return failure(unavailable(made.error().message));
    }
    if (!m_connection.isValid())
        m_connection = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_connectionName);
    // As a URI, for SQLite would make a file that is missing (sqlite.org/uri.html).
    m_connection.setDatabaseName(QStringLiteral("file:%1?mode=rw")
                                     .arg(QString::fromLatin1(QUrl::toPercentEncoding(m_config.path, "/"))));
    m_connection.setConnectOptions(
        QStringLiteral("QSQLITE_OPEN_URI;QSQLITE_BUSY_TIMEOUT=%1").arg(m_config.patienceMs));
    if (!m_connection.open())
        return failure(unavailable(
            QStringLiteral("cannot open %1: %2").arg(m_config.path, m_connection.lastError().text())));
    for (const char *pragma :
         {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON"}) {
        if (auto done = runPatiently(QString::fromLatin1(pragma)); !done) {
            m_connection.close();
            return done;
        }
    }
    m_file = identityOf(m_config.path).value_or(FileIdentity {});
    return Done {};
}

StoreResult<Done> Database::checkFile() const
{
    const auto now = identityOf(m_config.path);
    if (!now || now->device != m_file.device || now->inode != m_file.inode)
        return failure(
            unavailable(QStringLiteral("the database file %1 was removed or replaced").arg(m_config.path)));
    return Done {};
}

QSqlQuery &Database::statement(const QString &sql)
{
    auto &query = m_statements[sql];
    if (!query) {
        query = std::make_unique<QSqlQuery>(m_connection);
        query->setForwardOnly(true);
        // A failure to prepare shows in the execute() that follows.
        if (!query->prepare(sql))
            qCCritical(logStorage).noquote() << "cannot prepare a statement:" << query->lastError().text();
    }
    query->finish();
    return *query;
}

QStringList Database::prepared() const
{
    QStringList list;
    for (const auto &[sql, query] : m_statements)
        list.append(sql);
    return list;
}

StoreResult<Done> Database::run(const QString &sql)
{
    QSqlQuery query(m_connection);
    if (!query.exec(sql))
        return failure(unavailable(query.lastError().text()));
    return Done {};
}

/// SQLite does not wait while another connection turns a new file to WAL: it fails at once, whatever
/// the busy timeout. So this waits, on the connection's own thread, as long as the patience.
StoreResult<Done> Database::runPatiently(const QString &sql)
{
    const QDeadlineTimer deadline(m_config.patienceMs);
    auto done = run(sql);
    while (!done && !deadline.hasExpired()) {
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
        done = run(sql);
    }
    return done;
}

std::optional<Database::FileIdentity> Database::identityOf(const QString &path)
{
    struct stat status {
    };
    if (::stat(QFile::encodeName(path).constData(), &status) != 0)
        return std::nullopt;
    return FileIdentity {status.st_dev, status.st_ino};
}

StoreResult<Done> execute(QSqlQuery &query, std::initializer_list<QVariant> values)
{
    int position = 0;
    for (const QVariant &value : values)
        query.bindValue(position++, exactly(value));
    if (!query.exec()) {
        const StoreError::Kind kind =
            isRefusal(query.lastError()) ? StoreError::Kind::Refused : StoreError::Kind::Unavailable;
        return failure(StoreError {kind, query.lastError().text()});
    }
    return Done {};
}

Transaction::Transaction(Database &database)
    : m_database(database)
{
}

Transaction::~Transaction()
{
    if (m_open)
        (void)m_database.run(QStringLiteral("ROLLBACK"));
}

StoreResult<Done> Transaction::begin()
{
    auto begun = m_database.run(QStringLiteral("BEGIN IMMEDIATE"));
    m_open = begun.ok();
    return begun;
}

StoreResult<Done> Transaction::commit()
{
    if (auto same = m_database.checkFile(); !same)
        return same;
    auto committed = m_database.run(QStringLiteral("COMMIT"));
    m_open = !committed.ok();
    return committed;
}

ReadTransaction::ReadTransaction(Database &database)
    : m_database(database)
{
}

ReadTransaction::~ReadTransaction()
{
    if (m_open)
        (void)m_database.run(QStringLiteral("COMMIT"));
}

StoreResult<Done> ReadTransaction::begin()
{
    auto begun = m_database.run(QStringLiteral("BEGIN"));
    m_open = begun.ok();
    return begun;
}

} // namespace ventanilla
