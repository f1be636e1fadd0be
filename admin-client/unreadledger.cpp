#include "admin-client/unreadledger.h"

#include "client/messagerow.h"

#include <algorithm>

namespace ventanilla {

namespace {

constexpr qsizetype mostWithoutId = 1000;

bool isUsers(const Message &message)
{
    return message.from == message.conversation;
}

} // namespace

void UnreadLedger::connectionReady(qint64 cursor)
{
    // Between two connections anything may have come, to any conversation.
    m_complete = !m_baseline.has_value();
    if (!m_baseline)
        m_baseline = cursor;
}

void UnreadLedger::reset()
{
    m_baseline.reset();
    m_threads.clear();
    m_countedWithoutId.clear();
}

UnreadLedger::Thread &UnreadLedger::thread(const QString &user)
{
    const auto known = m_threads.find(user);
    if (known != m_threads.end())
        return *known;
    Thread fresh;
    fresh.settledUpTo = m_baseline.value_or(0);
    return *m_threads.insert(user, fresh);
}

void UnreadLedger::settle(Thread &thread, qint64 upTo)
{
    thread.settledUpTo = std::max(thread.settledUpTo, upTo);
    thread.countedAbove.removeIf([&](qint64 id) { return id <= thread.settledUpTo; });
}

bool UnreadLedger::addLive(const Message &message)
{
    if (!message.id)
        return isUsers(message) && countWithoutId(message);
    Thread &known = thread(message.conversation);
    if (*message.id <= known.settledUpTo || known.countedAbove.contains(*message.id))
        return false;
    if (m_complete && !known.hasGap)
        settle(known, *message.id);
    else
        known.countedAbove.insert(*message.id);
    return isUsers(message) && !wasCountedWithoutId(message);
}

/// What the server could not store comes without a number, and again with one when its sender has
/// had success with another try.
bool UnreadLedger::countWithoutId(const Message &message)
{
    if (wasCountedWithoutId(message))
        return false;
    m_countedWithoutId.append(MessageRow::identity(message.from, message.key));
    if (m_countedWithoutId.size() > mostWithoutId)
        m_countedWithoutId.removeFirst();
    return true;
}

bool UnreadLedger::wasCountedWithoutId(const Message &message) const
{
    return !message.key.isEmpty()
        && m_countedWithoutId.contains(MessageRow::identity(message.from, message.key));
}

QList<UnreadLedger::Gap> UnreadLedger::findGaps(const QList<ConversationRow> &rows)
{
    QList<Gap> gaps;
    QSet<QString> listed;
    for (const ConversationRow &row : rows) {
        listed.insert(row.user);
        Thread &known = thread(row.user);
        if (m_complete && !known.hasGap)
            continue;
        known.hasGap = row.last.id > known.settledUpTo;
        if (known.hasGap)
            gaps.append({row.user, known.settledUpTo});
    }
    gaps += gapsOutside(listed);
    m_complete = true;
    // What came live to a conversation without a gap is all there is of it.
    for (Thread &known : m_threads) {
        if (!known.hasGap && !known.countedAbove.isEmpty())
            settle(known, *std::max_element(known.countedAbove.cbegin(), known.countedAbove.cend()));
    }
    return gaps;
}

QList<UnreadLedger::Gap> UnreadLedger::gapsOutside(const QSet<QString> &listed)
{
    QList<Gap> gaps;
    for (auto known = m_threads.begin(); known != m_threads.end(); ++known) {
        if (listed.contains(known.key()) || (!known->hasGap && known->countedAbove.isEmpty()))
            continue;
        known->hasGap = true;
        gaps.append({known.key(), known->settledUpTo});
    }
    return gaps;
}

QList<Message> UnreadLedger::addMissed(const QString &user, const QList<Message> &messages, bool isLast)
{
    Thread &known = thread(user);
    QList<Message> fresh;
    qint64 newest = 0;
    for (const Message &message : messages) {
        const qint64 id = message.id.value_or(0);
        newest = std::max(newest, id);
        const bool counted =
            id <= known.settledUpTo || known.countedAbove.contains(id) || wasCountedWithoutId(message);
        if (!counted && isUsers(message))
            fresh.append(message);
    }
    settle(known, newest);
    if (isLast) {
        known.hasGap = false;
        if (!known.countedAbove.isEmpty())
            settle(known, *std::max_element(known.countedAbove.cbegin(), known.countedAbove.cend()));
    }
    return fresh;
}

qint64 UnreadLedger::settledUpTo(const QString &user) const
{
    const auto known = m_threads.constFind(user);
    return known != m_threads.constEnd() ? known->settledUpTo : m_baseline.value_or(0);
}

} // namespace ventanilla
