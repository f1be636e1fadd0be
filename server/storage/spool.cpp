#include "storage/spool.h"

#include "core/jsontext.h"
#include "core/logging.h"
#include "core/securefile.h"
#include "core/timestamp.h"
#include "storage/messagecodec.h"

#include <QFile>
#include <QJsonObject>

#include <unistd.h>

namespace ventanilla {

Result<Done> guardLostDatabase(const QString &databasePath, const QString &spoolPath)
{
    if (QFile::exists(databasePath) || !QFile::exists(spoolPath))
        return Done {};
    return failure(Error {QStringLiteral("there is no database %1, but its spool %2 is there: put the "
                                         "database back, or remove the spool, and lose what is in it, to "
                                         "begin with an empty one")
                              .arg(databasePath, spoolPath)});
}

Spool::Spool(SpoolFile::Config config)
    : m_config(std::move(config))
    , m_worker(std::make_unique<QObject>())
{
    m_thread.setObjectName(QStringLiteral("spool"));
    m_worker->moveToThread(&m_thread);
    m_thread.start();
}

Spool::~Spool()
{
    // Behind all the work that was posted before.
    postTo(m_worker.get(), [this] {
        m_file.reset();
        m_thread.quit();
    });
    m_thread.wait();
}

void Spool::open(const QByteArray &epoch, Answer<Content> answer)
{
    postTo(m_worker.get(), [this, epoch, answer = std::move(answer)]() mutable {
        postTo(&m_home, [content = openHere(epoch), answer = std::move(answer)] { answer(content); });
    });
}

Result<Spool::Content> Spool::openHere(const QByteArray &epoch)
{
    m_config.label = epoch;
    auto opened = SpoolFile::open(m_config);
    if (!opened)
        return failure(opened.error());
    auto records = (*opened)->oldest((*opened)->count());
    if (!records)
        return failure(records.error());
    Content content;
    content.damaged = (*opened)->damaged();
    for (const QByteArray &record : *records) {
        const auto message = decodeFromSpool(record);
        if (!message)
            return failure(Error {QStringLiteral("the spool %1 was written by a newer program: use that one")
                                      .arg(m_config.path)});
        content.messages.append(*message);
    }
    m_file = std::move(opened).value();
    return content;
}

void Spool::append(const QList<NewMessage> &messages, Answer<Done> answer)
{
    postTo(m_worker.get(), [this, messages, answer = std::move(answer)]() mutable {
        Result<Done> outcome = failure("the spool is not open");
        if (m_file) {
            QByteArrayList records;
            for (const NewMessage &message : messages)
                records.append(encodeForSpool(message));
            outcome = m_file->append(records);
        }
        postTo(&m_home, [outcome = std::move(outcome), answer = std::move(answer)] { answer(outcome); });
    });
}

void Spool::drop(qsizetype count)
{
    postTo(m_worker.get(), [this, count] {
        if (m_file)
            dropHere(count);
    });
}

void Spool::dropHere(qsizetype count)
{
    m_toDrop += count;
    for (; !m_toSetAside.isEmpty(); m_toSetAside.removeFirst()) {
        if (auto written = writeAside(m_toSetAside.first()); !written) {
            qCCritical(logStorage).noquote() << written.error().message;
            return;
        }
    }
    // What is not forgotten is stored once more at the next start, which changes nothing.
    if (auto dropped = m_file->drop(std::exchange(m_toDrop, 0)); !dropped)
        qCCritical(logStorage).noquote() << dropped.error().message;
}

void Spool::setAside(const NewMessage &message)
{
    postTo(m_worker.get(), [this, message] { m_toSetAside.append(message); });
}

Result<Done> Spool::writeAside(const NewMessage &message) const
{
    const QString path = m_config.path + QStringLiteral(".apartados");
    const QJsonObject line {
        {QStringLiteral("de"), message.from},      {QStringLiteral("para"), message.to},
        {QStringLiteral("mensaje"), message.text}, {QStringLiteral("fecha"), toTimestamp(message.sentAtMs)},
        {QStringLiteral("clave"), message.key},    {QStringLiteral("conversacion"), message.conversation}};
    const QByteArray bytes = jsonText(QJsonDocument(line)) + '\n';
    if (auto made = makePrivateFile(path); !made)
        return failure(made.error());
    QFile file(path);
    const bool opened = file.open(QIODevice::Append | QIODevice::Unbuffered);
    const qint64 before = file.size();
    if (opened && file.write(bytes) == bytes.size() && ::fsync(file.handle()) == 0)
        return Done {};
    const QString reason = file.errorString();
    if (opened)
        file.resize(before); // no half a line
    return failure(Error {QStringLiteral("cannot write %1: %2").arg(path, reason)});
}

} // namespace ventanilla
