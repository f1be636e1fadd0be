#include "storage/spoolfile.h"

#include <QCryptographicHash>
#include <QDataStream>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace ventanilla {

namespace {

// The file: two headers, written in turn so that one is whole whatever happens, then a ring of
// records. Each record is a mark, its number, that of the one before it, its size, a digest of all that
// but the mark, and the content, from a multiple of eight on.
constexpr QByteArrayView headerMark = "VTSPOOL2";
constexpr quint64 recordMark = 0x56'54'52'45'43'01'1d'9bULL;
constexpr qint64 headerSize = 512;
constexpr qint64 firstRecord = 4096;
constexpr qint64 recordHead = 40;
constexpr qint64 alignment = 8;
constexpr qsizetype digestSize = 8;
constexpr qsizetype longestLabel = 128;

QByteArray digestOf(QByteArrayView content)
{
    return QCryptographicHash::hash(content.toByteArray(), QCryptographicHash::Blake2s_256).first(digestSize);
}

qint64 roomFor(qsizetype contentSize)
{
    return (recordHead + contentSize + alignment - 1) / alignment * alignment;
}

/// Of a whole record: what it says of itself, and its content.
QByteArray recordDigest(QByteArrayView record, qsizetype contentSize)
{
    QByteArray digested = record.sliced(8, 24).toByteArray();
    digested.append(record.sliced(recordHead, contentSize));
    return digestOf(digested);
}

QByteArray encodeRecord(quint64 number, quint64 before, const QByteArray &content)
{
    QByteArray record(roomFor(content.size()), '\0');
    const auto size = static_cast<quint64>(content.size());
    std::memcpy(record.data(), &recordMark, sizeof(recordMark));
    std::memcpy(record.data() + 8, &number, sizeof(number));
    std::memcpy(record.data() + 16, &before, sizeof(before));
    std::memcpy(record.data() + 24, &size, sizeof(size));
    std::memcpy(record.data() + recordHead, content.constData(), static_cast<std::size_t>(content.size()));
    std::memcpy(record.data() + 32, recordDigest(record, content.size()).constData(), digestSize);
    return record;
}

quint64 wordAt(QByteArrayView bytes, qint64 position)
{
    quint64 word = 0;
    std::memcpy(&word, bytes.data() + position, sizeof(word));
    return word;
}

bool writeAll(int descriptor, QByteArrayView bytes, qint64 position)
{
    while (!bytes.isEmpty()) {
        const ssize_t written =
            ::pwrite(descriptor, bytes.data(), static_cast<std::size_t>(bytes.size()), position);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes = bytes.sliced(written);
        position += written;
    }
    return true;
}

bool readAll(int descriptor, char *into, qint64 size, qint64 position)
{
    while (size > 0) {
        const ssize_t got = ::pread(descriptor, into, static_cast<std::size_t>(size), position);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        into += got;
        size -= got;
        position += got;
    }
    return true;
}

/// Whether there is nothing but zeros in the file, as where its room was taken and nothing written.
bool isBlank(int descriptor)
{
    const qint64 size = ::lseek(descriptor, 0, SEEK_END);
    QByteArray part(1024 * 1024, Qt::Uninitialized);
    for (qint64 position = 0; position < size; position += part.size()) {
        part.truncate(std::min<qint64>(part.size(), size - position));
        if (!readAll(descriptor, part.data(), part.size(), position) || part.count('\0') != part.size())
            return false;
    }
    return true;
}

/// A new name in a folder is on the disk only when the folder is.
bool syncFolderOf(const QString &path)
{
    const int folder = ::open(QFile::encodeName(QFileInfo(path).absolutePath()).constData(),
                              O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return false;
    const bool synced = ::fsync(folder) == 0;
    ::close(folder);
    return synced;
}

} // namespace

SpoolFile::SpoolFile(int descriptor, QString path)
    : m_descriptor(descriptor)
    , m_path(std::move(path))
{
}

SpoolFile::~SpoolFile()
{
    ::close(m_descriptor);
}

Error SpoolFile::problem(const char *what) const
{
    return {QStringLiteral("%1 the spool %2: %3")
                .arg(QLatin1StringView(what), m_path, QString::fromLocal8Bit(std::strerror(errno)))};
}

Result<std::unique_ptr<SpoolFile>> SpoolFile::open(const Config &config)
{
    Q_ASSERT(config.label.size() <= longestLabel);
    const int descriptor =
        ::open(QFile::encodeName(config.path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return failure(Error {QStringLiteral("cannot open the spool %1: %2")
                                  .arg(config.path, QString::fromLocal8Bit(std::strerror(errno)))});
    std::unique_ptr<SpoolFile> file(new SpoolFile(descriptor, config.path));
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0)
        return failure(Error {QStringLiteral("the spool %1 is in use by another process").arg(config.path)});
    // Made, perhaps by a process that was killed before it had finished: nobody was promised anything.
    const bool isNew = ::lseek(descriptor, 0, SEEK_END) < firstRecord || isBlank(descriptor);
    if (auto ready = isNew ? file->create(config) : file->load(config); !ready)
        return failure(ready.error());
    return file;
}

Result<Done> SpoolFile::create(const Config &config)
{
    if (const int failed = ::posix_fallocate(m_descriptor, 0, config.capacity); failed != 0) {
        errno = failed;
        // Nothing is left behind that looks like a spool and has no room.
        (void)::ftruncate(m_descriptor, 0);
        return failure(problem("cannot take the room for"));
    }
    m_capacity = config.capacity;
    m_label = config.label;
    m_tail = firstRecord;
    for (int slot = 0; slot < 2; ++slot) {
        if (auto written = writeHeader(); !written)
            return written;
    }
    if (::fsync(m_descriptor) != 0 || !syncFolderOf(m_path))
        return failure(problem("cannot sync"));
    return Done {};
}

Result<Done> SpoolFile::load(const Config &config)
{
    if (auto read = readHeader(); !read)
        return read;
    if (auto found = findRecords(); !found)
        return found;
    if (m_label == config.label)
        return Done {};
    if (count() > 0)
        return failure(
            Error {QStringLiteral("the spool %1 holds %2 messages for another database: start with "
                                  "that one, or move the file away and they are lost")
                       .arg(m_path)
                       .arg(count())});
    m_label = config.label;
    return writeHeader();
}

Result<Done> SpoolFile::writeHeader()
{
    ++m_headerNumber;
    QByteArray header;
    QDataStream stream(&header, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_4);
    stream.writeRawData(headerMark.data(), static_cast<int>(headerMark.size()));
    stream << m_headerNumber << m_capacity << m_oldest << m_label;
    header.append(digestOf(header));
    header.append(headerSize - header.size(), '\0');
    const qint64 slot = m_headerNumber % 2 == 0 ? 0 : headerSize;
    if (!writeAll(m_descriptor, header, slot))
        return failure(problem("cannot write"));
    return Done {};
}

Result<Done> SpoolFile::readHeader()
{
    QByteArray headers(2 * headerSize, '\0');
    if (!readAll(m_descriptor, headers.data(), headers.size(), 0))
        return failure(problem("cannot read"));
    for (const qint64 slot : {qint64(0), headerSize}) {
        const QByteArray bytes = headers.mid(slot, headerSize);
        QDataStream stream(bytes);
        stream.setVersion(QDataStream::Qt_6_4);
        stream.skipRawData(static_cast<int>(headerMark.size()));
        quint64 number = 0;
        qint64 capacity = 0;
        quint64 oldest = 0;
        QByteArray label;
        stream >> number >> capacity >> oldest >> label;
        const qint64 size = stream.device()->pos();
        if (stream.status() != QDataStream::Ok || !bytes.startsWith(headerMark)
            || bytes.mid(size, digestSize) != digestOf(QByteArrayView(bytes).first(size))
            || number < m_headerNumber)
            continue;
        m_headerNumber = number;
        m_capacity = capacity;
        m_oldest = oldest;
        m_label = label;
    }
    if (m_headerNumber == 0)
        return failure(Error {QStringLiteral("%1 is no spool, or its head is damaged").arg(m_path)});
    if (::lseek(m_descriptor, 0, SEEK_END) < m_capacity)
        return failure(Error {QStringLiteral("the spool %1 was cut off").arg(m_path)});
    return Done {};
}

/// Looks at every place where a record could begin, so that one that is damaged does not hide those
/// behind it.
Result<Done> SpoolFile::findRecords()
{
    QByteArray bytes(m_capacity, Qt::Uninitialized);
    if (!readAll(m_descriptor, bytes.data(), bytes.size(), 0))
        return failure(problem("cannot read"));
    std::vector<Record> found;
    qint64 position = firstRecord;
    while (position + recordHead <= m_capacity) {
        const auto record = recordAt(bytes, position);
        if (record && record->number >= m_oldest)
            found.push_back(*record);
        position += record ? record->size : alignment;
    }
    std::sort(found.begin(), found.end(),
              [](const Record &a, const Record &b) { return a.number < b.number; });
    m_next = m_oldest;
    m_tail = firstRecord;
    for (const Record &record : found) {
        // What lies between was left by an append that failed.
        while (!m_records.empty() && m_records.back().number > record.before)
            m_records.pop_back();
        m_records.push_back(record);
    }
    for (const Record &record : m_records) {
        if (record.before >= m_next)
            ++m_damaged;
        m_next = record.number + 1;
        m_tail = record.position + record.size;
        m_bytesUsed += record.size;
    }
    return Done {};
}

std::optional<SpoolFile::Record> SpoolFile::recordAt(QByteArrayView bytes, qint64 position)
{
    if (wordAt(bytes, position) != recordMark)
        return std::nullopt;
    const quint64 size = wordAt(bytes, position + 24);
    if (size > static_cast<quint64>(bytes.size() - position - recordHead))
        return std::nullopt;
    const auto contentSize = static_cast<qsizetype>(size);
    const QByteArrayView record = bytes.sliced(position, recordHead + contentSize);
    if (recordDigest(record, contentSize) != record.sliced(32, digestSize))
        return std::nullopt;
    return Record {wordAt(record, 8), wordAt(record, 16), position, roomFor(contentSize)};
}

std::optional<SpoolFile::Places> SpoolFile::placesFor(const QByteArrayList &records) const
{
    Places places;
    qint64 tail = m_tail;
    // Records lie between the oldest one and the tail; the tail has wrapped around if it is before.
    const qint64 oldest = m_records.empty() ? tail : m_records.front().position;
    bool wrapped = !m_records.empty() && tail <= oldest;
    for (const QByteArray &record : records) {
        const qint64 room = roomFor(record.size());
        if (!wrapped && tail + room > m_capacity) {
            wrapped = true;
            tail = firstRecord;
        }
        if (wrapped && tail + room > oldest)
            return std::nullopt;
        places.positions.append(tail);
        tail += room;
    }
    places.tail = tail;
    return places;
}

Result<Done> SpoolFile::append(const QByteArrayList &records)
{
    const auto places = placesFor(records);
    if (!places)
        return failure(Error {QStringLiteral("the spool %1 is full").arg(m_path)});
    std::vector<Record> added;
    quint64 before = m_records.empty() ? m_oldest - 1 : m_records.back().number;
    for (qsizetype i = 0; i < records.size(); ++i) {
        // A number is used once, even if the write fails: a part of it may be on the disk.
        const quint64 number = m_next++;
        const QByteArray bytes = encodeRecord(number, before, records[i]);
        if (!writeAll(m_descriptor, bytes, places->positions[i]))
            return failure(problem("cannot write"));
        added.push_back({number, before, places->positions[i], bytes.size()});
        before = number;
    }
    if (::fdatasync(m_descriptor) != 0)
        return failure(problem("cannot sync"));
    for (const Record &record : added)
        m_bytesUsed += record.size;
    m_records.insert(m_records.end(), added.begin(), added.end());
    m_tail = places->tail;
    return Done {};
}

Result<QByteArrayList> SpoolFile::oldest(qsizetype most) const
{
    QByteArrayList contents;
    for (const Record &record : m_records) {
        if (contents.size() == most)
            break;
        QByteArray bytes(record.size, Qt::Uninitialized);
        if (!readAll(m_descriptor, bytes.data(), bytes.size(), record.position))
            return failure(problem("cannot read"));
        contents.append(bytes.mid(recordHead, static_cast<qsizetype>(wordAt(bytes, 24))));
    }
    return contents;
}

Result<Done> SpoolFile::drop(qsizetype count)
{
    Q_ASSERT(count <= this->count());
    for (qsizetype i = 0; i < count; ++i) {
        m_bytesUsed -= m_records.front().size;
        m_records.pop_front();
    }
    m_oldest = m_records.empty() ? m_next : m_records.front().number;
    return writeHeader();
}

} // namespace ventanilla
