#pragma once

#include "storage/records.h"

#include <QCache>
#include <QHash>

#include <memory>
#include <optional>

namespace ventanilla {

/// Which message a key stands for: a sender, and the sender's own name for it.
struct MessageKey {
    QString sender;
    QString key;

    friend bool operator==(const MessageKey &, const MessageKey &) = default;
    friend size_t qHash(const MessageKey &key, size_t seed = 0)
    {
        return qHashMulti(seed, key.sender, key.key);
    }
};

inline MessageKey keyOf(const NewMessage &message)
{
    return {message.from, message.key};
}

/// About what a message with this text takes in memory.
inline qsizetype bytesOf(const QString &text)
{
    return text.size() * qsizetype(sizeof(QChar)) + 512;
}

/// The messages that were stored last, for when the database cannot be asked whether one was: what a
/// client sends again, because it did not hear the answer, is recent. Bounded.
class KeyMemory
{
public:
    explicit KeyMemory(qsizetype mostBytes)
        : m_stored(mostBytes)
    {
    }

    void remember(const Message &stored)
    {
        m_stored.insert({stored.from, stored.key}, new Message(stored), bytesOf(stored.text));
    }
    std::optional<Message> find(const MessageKey &key) const
    {
        const Message *known = m_stored.object(key);
        return known ? std::optional(*known) : std::nullopt;
    }

private:
    QCache<MessageKey, Message> m_stored;
};

} // namespace ventanilla
