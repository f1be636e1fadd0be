#include "client/outboxfolder.h"

#include "core/jsonreader.h"
#include "core/jsontext.h"
#include "core/logging.h"
#include "core/securefile.h"
#include "protocol/limits.h"

#include <QDir>
#include <QFile>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace ventanilla {

namespace {

constexpr int mostPlaces = 64;
constexpr qint64 largestFile = 4 * 1024 * 1024;
constexpr QStringView suffix = u".json";

/// A descriptor with the place's lock; nothing if another process has it.
std::optional<int> lockPlace(const QString &place)
{
    const QString path = QDir(place).filePath(QStringLiteral("lock"));
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return std::nullopt;
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        return descriptor;
    ::close(descriptor);
    return std::nullopt;
}

QStringList filesIn(const QString &place)
{
    // The names begin with a number of a fixed width, so their order is that of sending.
    return QDir(place).entryList({u'*' + suffix.toString()}, QDir::Files, QDir::Name);
}

QString fileName(qint64 number, const QString &key)
{
    return QStringLiteral("%1-%2").arg(number, 15, 10, QLatin1Char('0')).arg(key) + suffix;
}

qint64 numberOf(const QString &file)
{
    return file.section(u'-', 0, 0).toLongLong();
}

QByteArray contentOf(const OutgoingMessage &message)
{
    QJsonObject json {{QStringLiteral("key"), message.key},
                      {QStringLiteral("to"), message.to},
                      {QStringLiteral("text"), message.text},
                      {QStringLiteral("writtenAt"), message.sentAtMs}};
    if (message.error)
        json.insert(QStringLiteral("error"), message.error->toJson());
    return jsonText(QJsonDocument(json));
}

std::optional<OutgoingMessage> readMessage(const QString &path)
{
    const auto content = readSmallFile(path, largestFile);
    const auto json = content ? jsonFromText(*content) : Result<QJsonDocument>(failure(content.error()));
    if (!json)
        return std::nullopt;
    JsonReader read(json->object());
    OutgoingMessage message;
    message.key = read.string(u"key");
    message.to = read.string(u"to");
    message.text = read.string(u"text");
    message.sentAtMs = read.integer(u"writtenAt");
    const QJsonValue error = json->object().value(u"error");
    if (error.isObject()) {
        message.state = MessageState::Failed;
        message.error = WireError::fromJson(error);
    }
    return read.ok() && isMessageKey(message.key) ? std::optional(message) : std::nullopt;
}

} // namespace

Result<std::unique_ptr<OutboxFolder>> OutboxFolder::open(const QString &folder)
{
    if (const auto made = makePrivateFolder(folder); !made)
        return failure(made.error());
    for (int number = 0; number < mostPlaces; ++number) {
        const QString place = QDir(folder).filePath(QString::number(number));
        if (const auto made = makePrivateFolder(place); !made)
            return failure(made.error());
        const auto lock = lockPlace(place);
        if (!lock)
            continue;
        std::unique_ptr<OutboxFolder> opened(new OutboxFolder(place, *lock));
        for (int other = 0; other < mostPlaces; ++other) {
            if (other != number)
                opened->takeOver(QDir(folder).filePath(QString::number(other)));
        }
        opened->load();
        return opened;
    }
    return failure(Error {QStringLiteral("too many programs use %1").arg(folder)});
}

OutboxFolder::OutboxFolder(QString path, int lock)
    : m_path(std::move(path))
    , m_lock(lock)
{
    m_syncing.setMaxThreadCount(1);
    const QStringList files = filesIn(m_path);
    if (!files.isEmpty())
        m_lastNumber = numberOf(files.last());
}

OutboxFolder::~OutboxFolder()
{
    m_syncing.waitForDone();
    ::close(m_lock);
}

/// Moves here what a process that has ended left in another place.
void OutboxFolder::takeOver(const QString &place)
{
    const QStringList files = filesIn(place);
    if (files.isEmpty())
        return;
    const auto lock = lockPlace(place);
    if (!lock)
        return;
    for (const QString &file : filesIn(place)) {
        const QString key = file.section(u'-', 1).chopped(suffix.size());
        QFile::rename(QDir(place).filePath(file), QDir(m_path).filePath(fileName(++m_lastNumber, key)));
    }
    ::close(*lock);
}

void OutboxFolder::load()
{
    for (const QString &file : filesIn(m_path)) {
        const QString path = QDir(m_path).filePath(file);
        const auto message = readMessage(path);
        if (!message) {
            qCWarning(logClient).noquote() << "a message of the outbox cannot be read, it is kept in" << path;
            continue;
        }
        // Killed while it was put behind the others: the later one counts.
        if (m_files.contains(message->key)) {
            m_content.removeIf([&](const OutgoingMessage &other) { return other.key == message->key; });
            QFile::remove(m_files.value(message->key));
        }
        m_files.insert(message->key, path);
        m_content.append(*message);
    }
}

Result<Done> OutboxFolder::save(const OutgoingMessage &message)
{
    QString &path = m_files[message.key];
    if (path.isEmpty())
        path = QDir(m_path).filePath(fileName(++m_lastNumber, message.key));
    const auto written = replacePrivateFile(path, contentOf(message));
    if (written)
        sync(path);
    return written;
}

Result<Done> OutboxFolder::saveLast(const OutgoingMessage &message)
{
    const QString before = m_files.take(message.key);
    const auto written = save(message);
    if (before.isEmpty())
        return written;
    if (written)
        QFile::remove(before);
    else
        m_files.insert(message.key, before); // or nothing would ever remove it
    return written;
}

void OutboxFolder::remove(const QString &key)
{
    // Not synced: what is there again after a power cut is sent again under its key.
    if (const QString path = m_files.take(key); !path.isEmpty())
        QFile::remove(path);
}

void OutboxFolder::sync(const QString &file)
{
    m_syncing.start([file] {
        // It may be sent and gone by now.
        if (const auto synced = syncFile(file); !synced && QFile::exists(file))
            qCWarning(logClient).noquote() << "the outbox:" << synced.error().message;
    });
}

} // namespace ventanilla
