#pragma once

#include "client/outgoingmessage.h"
#include "core/result.h"

#include <QHash>
#include <QList>
#include <QThreadPool>

#include <memory>

namespace ventanilla {

/// What one account at one server has not sent yet, on disk: a file for each message (0600), written
/// before the call returns, so that a kill loses none; the disk is told to keep it on a thread of its
/// own. Holds a lock, so that no other process sends the same messages: a second one of the same
/// account has a place of its own beside this one, and what a process leaves behind when it ends is
/// taken over by the next.
class OutboxFolder
{
public:
    /// `folder` is the account's own and is made when it is missing.
    static Result<std::unique_ptr<OutboxFolder>> open(const QString &folder);
    ~OutboxFolder();
    OutboxFolder(const OutboxFolder &) = delete;
    OutboxFolder &operator=(const OutboxFolder &) = delete;

    /// What was there when it was opened, in the order of sending. Once.
    QList<OutgoingMessage> takeContent() { return std::move(m_content); }

    /// Keeps a message behind all others, or its new state where it stands.
    Result<Done> save(const OutgoingMessage &message);
    /// Keeps it behind all others, although it is there already.
    Result<Done> saveLast(const OutgoingMessage &message);
    void remove(const QString &key);

private:
    OutboxFolder(QString path, int lock);

    void load();
    void takeOver(const QString &place);
    void sync(const QString &file);

    const QString m_path;
    /// A descriptor that holds the lock.
    const int m_lock;
    /// Where each message is, by its key.
    QHash<QString, QString> m_files;
    qint64 m_lastNumber = 0;
    QList<OutgoingMessage> m_content;
    /// One thread that waits for the disk.
    QThreadPool m_syncing;
};

} // namespace ventanilla
