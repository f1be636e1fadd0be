#include "client/outbox.h"

#include "client/outboxfolder.h"
#include "core/logging.h"

#include <QUuid>

#include <algorithm>

namespace ventanilla {

using State = OutgoingMessage::State;

namespace {

/// Without a disk that takes it the message is still sent, as long as this process lives.
void warnIfNotKept(const Result<Done> &kept)
{
    if (!kept)
        qCWarning(logClient).noquote()
            << "a message of the outbox is in memory only:" << kept.error().message;
}

} // namespace

Outbox::Outbox() = default;
Outbox::~Outbox() = default;
Outbox::Outbox(Outbox &&) noexcept = default;
Outbox &Outbox::operator=(Outbox &&) noexcept = default;

void Outbox::open(std::unique_ptr<OutboxFolder> folder)
{
    m_folder = std::move(folder);
    m_messages = m_folder ? m_folder->takeContent() : QList<OutgoingMessage>();
}

OutgoingMessage Outbox::add(const QString &to, const QString &text, qint64 nowMs)
{
    OutgoingMessage message;
    message.key = QUuid::createUuid().toString(QUuid::WithoutBraces);
    message.to = to;
    message.text = text;
    message.sentAtMs = nowMs;
    m_messages.append(message);
    if (m_folder)
        warnIfNotKept(m_folder->save(message));
    return message;
}

QList<OutgoingMessage> Outbox::nextFor(const QSet<QString> &busyRecipients) const
{
    QList<OutgoingMessage> next;
    QSet<QString> busy = busyRecipients;
    for (const OutgoingMessage &message : m_messages) {
        if (message.state != State::Waiting || busy.contains(message.to))
            continue;
        busy.insert(message.to);
        next.append(message);
    }
    return next;
}

std::optional<OutgoingMessage> Outbox::find(const QString &key) const
{
    const qsizetype index = indexOf(key);
    return index >= 0 ? std::optional(m_messages[index]) : std::nullopt;
}

std::optional<OutgoingMessage> Outbox::takeStored(const QString &key, std::optional<qint64> id,
                                                  qint64 sentAtMs)
{
    const qsizetype index = indexOf(key);
    if (index < 0)
        return std::nullopt;
    OutgoingMessage message = take(index);
    message.state = id ? State::Stored : State::Durable;
    message.id = id;
    message.sentAtMs = sentAtMs;
    message.error.reset();
    return message;
}

std::optional<OutgoingMessage> Outbox::markFailed(const QString &key, const WireError &error)
{
    const qsizetype index = indexOf(key);
    if (index < 0)
        return std::nullopt;
    OutgoingMessage &message = m_messages[index];
    message.state = State::Failed;
    message.error = error;
    if (m_folder)
        warnIfNotKept(m_folder->save(message));
    return message;
}

std::optional<OutgoingMessage> Outbox::requeue(const QString &key)
{
    const qsizetype index = indexOfFailed(key);
    if (index < 0)
        return std::nullopt;
    OutgoingMessage message = m_messages.takeAt(index);
    message.state = State::Waiting;
    message.error.reset();
    m_messages.append(message);
    if (m_folder)
        warnIfNotKept(m_folder->saveLast(message));
    return message;
}

std::optional<OutgoingMessage> Outbox::discard(const QString &key)
{
    const qsizetype index = indexOfFailed(key);
    return index >= 0 ? std::optional(take(index)) : std::nullopt;
}

OutgoingMessage Outbox::take(qsizetype index)
{
    OutgoingMessage message = m_messages.takeAt(index);
    if (m_folder)
        m_folder->remove(message.key);
    return message;
}

qsizetype Outbox::indexOf(const QString &key) const
{
    const auto found = std::find_if(m_messages.begin(), m_messages.end(),
                                    [&key](const OutgoingMessage &message) { return message.key == key; });
    return found != m_messages.end() ? found - m_messages.begin() : -1;
}

qsizetype Outbox::indexOfFailed(const QString &key) const
{
    const qsizetype index = indexOf(key);
    return index >= 0 && m_messages[index].state == State::Failed ? index : -1;
}

} // namespace ventanilla
