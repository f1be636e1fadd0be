#include "client/unnumberedmessages.h"

#include "client/messagelistmodel.h"

namespace ventanilla {

namespace {

/// Of each conversation; a server that spools for longer shows the newest of them.
constexpr qsizetype mostKept = 500;

template<typename Kept>
void keep(QList<Kept> &kept, const Kept &message)
{
    kept.append(message);
    if (kept.size() > mostKept)
        kept.removeFirst();
}

template<typename Kept, typename IsIt>
void letGo(QHash<QString, QList<Kept>> &all, const QString &conversation, IsIt isIt)
{
    const auto kept = all.find(conversation);
    if (kept == all.end())
        return;
    kept->removeIf(isIt);
    if (kept->isEmpty())
        all.erase(kept);
}

} // namespace

UnnumberedMessages::UnnumberedMessages(QString self)
    : m_self(std::move(self))
{
}

void UnnumberedMessages::take(const Message &message)
{
    if (message.key.isEmpty())
        return;
    letGo(m_arrived, message.conversation,
          [&message](const Message &kept) { return kept.key == message.key && kept.from == message.from; });
    if (!message.id)
        keep(m_arrived[message.conversation], message);
    else if (message.from == m_self)
        letGoOfSent(message.conversation, message.key);
}

void UnnumberedMessages::take(const OutgoingMessage &message)
{
    letGoOfSent(message.to, message.key);
    if (message.state == OutgoingMessage::State::Durable)
        keep(m_sent[message.to], message);
}

void UnnumberedMessages::letGoOfSent(const QString &conversation, const QString &key)
{
    letGo(m_sent, conversation, [&key](const OutgoingMessage &kept) { return kept.key == key; });
}

void UnnumberedMessages::clear()
{
    m_arrived.clear();
    m_sent.clear();
}

void UnnumberedMessages::mergeInto(MessageListModel &thread) const
{
    thread.merge(m_arrived.value(thread.conversation()));
    for (const OutgoingMessage &message : m_sent.value(thread.conversation()))
        thread.merge(message);
}

} // namespace ventanilla
