#pragma once

#include "core/crossthread.h"
#include "storage/chatstore.h"
#include "storage/spoolfile.h"

#include <QThread>

#include <memory>

namespace ventanilla {

/// A database that is gone must not be replaced by an empty one: its spool tells that there was one. The
/// error says what to do.
Result<Done> guardLostDatabase(const QString &databasePath, const QString &spoolPath);

/// Keeps messages that the database cannot take, on the disk and in their order, until it can. Works
/// on a thread of its own, so that a slow disk holds nobody up; is told and answers on the thread that
/// made it (its "home"), in the order of the calls.
class Spool
{
public:
    template<typename T>
    using Answer = std::function<void(Result<T>)>;

    /// What is needed to go on with a spool that a former process left.
    struct Content {
        QList<NewMessage> messages;
        /// At how many places messages are missing that were there.
        qint64 damaged = 0;
    };

    explicit Spool(SpoolFile::Config config);
    /// Finishes what it was told, then ends the thread.
    ~Spool();
    Spool(const Spool &) = delete;
    Spool &operator=(const Spool &) = delete;

    /// Opens the file for the database with this epoch and reads what is in it. Until that has
    /// succeeded, all else fails.
    void open(const QByteArray &epoch, Answer<Content> answer);
    /// Done: all of them are on the disk. On an error none is.
    void append(const QList<NewMessage> &messages, Answer<Done> answer);
    /// Forgets the oldest ones: the database has them, or they were set aside.
    void drop(qsizetype count);
    /// Keeps a message that the database will never take in a file beside the spool, for the operator.
    /// While that cannot be written the spool drops nothing.
    void setAside(const NewMessage &message);

private:
    Result<Content> openHere(const QByteArray &epoch);
    void dropHere(qsizetype count);
    Result<Done> writeAside(const NewMessage &message) const;

    SpoolFile::Config m_config;
    QObject m_home;
    QThread m_thread;
    std::unique_ptr<QObject> m_worker;
    /// Made, used and destroyed on the thread.
    std::unique_ptr<SpoolFile> m_file;
    /// As the file.
    QList<NewMessage> m_toSetAside;
    qsizetype m_toDrop = 0;
};

} // namespace ventanilla
