#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QByteArrayView>
#include <QList>
#include <QString>

#include <deque>
#include <memory>
#include <optional>

namespace ventanilla {

/// A queue of records in one file whose room was taken in advance, so that a full disk does not stop
/// it. What append() has returned for survives a kill and a power cut at any moment; a record that
/// was half-written then is as if it had never been. The room of dropped records is used again.
///
/// Belongs to one thread, and holds a lock that keeps other processes from the file.
class SpoolFile
{
public:
    struct Config {
        QString path;
        /// Names what the records belong to, at most 128 bytes. A file that holds records of something
        /// else is not opened; an empty one takes the new label.
        QByteArray label;
        /// Size of the file in bytes, for one that is made now; an existing one keeps its own.
        qint64 capacity = 64 * 1024 * 1024;
    };

    /// The error says what to do about the file, for whoever starts the program.
    static Result<std::unique_ptr<SpoolFile>> open(const Config &config);
    ~SpoolFile();
    SpoolFile(const SpoolFile &) = delete;
    SpoolFile &operator=(const SpoolFile &) = delete;

    /// How many records wait.
    qsizetype count() const { return static_cast<qsizetype>(m_records.size()); }
    /// How many bytes of the file they take.
    qint64 bytesUsed() const { return m_bytesUsed; }
    /// At how many places records were missing when the file was opened: the disk is failing, or
    /// something else has written to the file. What could not be appended is not missing.
    qint64 damaged() const { return m_damaged; }

    /// All of them are on the disk when this returns, or none counts.
    Result<Done> append(const QByteArrayList &records);
    /// At most this many, in the order of their appending.
    Result<QByteArrayList> oldest(qsizetype most) const;
    /// Forgets the oldest ones. Not synced: after a power cut they may be there again.
    Result<Done> drop(qsizetype count);

private:
    struct Record {
        quint64 number = 0;
        /// Number of the record that was appended before it.
        quint64 before = 0;
        qint64 position = 0;
        /// With its head, and the bytes that fill it up.
        qint64 size = 0;
    };

    struct Places {
        QList<qint64> positions;
        /// Where the next record would go.
        qint64 tail = 0;
    };

    SpoolFile(int descriptor, QString path);

    Result<Done> create(const Config &config);
    Result<Done> load(const Config &config);
    Result<Done> readHeader();
    Result<Done> writeHeader();
    Result<Done> findRecords();
    /// The record that begins here, if there is a whole one.
    static std::optional<Record> recordAt(QByteArrayView bytes, qint64 position);
    /// Where these would go; nothing if there is no room for all of them.
    std::optional<Places> placesFor(const QByteArrayList &records) const;
    Error problem(const char *what) const;

    const int m_descriptor;
    const QString m_path;
    QByteArray m_label;
    qint64 m_capacity = 0;
    quint64 m_headerNumber = 0;
    /// Of the oldest record that counts; whatever has a lower number is gone.
    quint64 m_oldest = 1;
    quint64 m_next = 1;
    /// Where the next record goes if nothing is in its way.
    qint64 m_tail = 0;
    qint64 m_bytesUsed = 0;
    qint64 m_damaged = 0;
    std::deque<Record> m_records;
};

} // namespace ventanilla
