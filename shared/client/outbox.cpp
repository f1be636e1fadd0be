#include "client/outbox.h"

#include <QUuid>

#include <algorithm>
#include <utility>

namespace ventanilla {

using State = OutgoingMessage::State;

OutgoingMessage Outbox::add(const QString &to, const QString &text, qint64 nowMs)
{
    OutgoingMessage message;
    message.key = QUuid::createUuid().toString(QUuid::WithoutBraces);
    message.to = to;
    message.text = text;
    message.sentAtMs = nowMs;
    m_messages.append(message);
    return message;
}

std::optional<OutgoingMessage> Outbox::firstWaiting() const
{
    const auto found = std::find_if(m_messages.begin(), m_messages.end(), [](const OutgoingMessage &message) {
        return message.state == State::Waiting;
    });
    return found != m_messages.end() ? std::optional(*found) : std::nullopt;
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
    OutgoingMessage message = m_messages.takeAt(index);
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
    m_messages[index].state = State::Failed;
    m_messages[index].error = error;
    return m_messages[index];
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
    return message;
}

std::optional<OutgoingMessage> Outbox::discard(const QString &key)
{
    const qsizetype index = indexOfFailed(key);
    return index >= 0 ? std::optional(m_messages.takeAt(index)) : std::nullopt;
}

QList<OutgoingMessage> Outbox::takeAll()
{
    return std::exchange(m_messages, {});
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
