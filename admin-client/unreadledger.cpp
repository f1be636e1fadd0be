#include "admin-client/unreadledger.h"

#include <algorithm>

namespace ventanilla {

namespace {

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
    // A message that the server could not store has no number and comes once.
    if (!message.id)
        return isUsers(message);
    Thread &known = thread(message.conversation);
    if (*message.id <= known.settledUpTo || known.countedAbove.contains(*message.id))
        return false;
    if (m_complete && !known.hasGap)
        settle(known, *message.id);
    else
        known.countedAbove.insert(*message.id);
    return isUsers(message);
}

QList<UnreadLedger::Gap> UnreadLedger::findGaps(const QList<ConversationRow> &rows)
{
    QList<Gap> gaps;
    for (const ConversationRow &row : rows) {
        Thread &known = thread(row.user);
        if (m_complete && !known.hasGap)
            continue;
        known.hasGap = row.last.id > known.settledUpTo;
        if (known.hasGap)
            gaps.append({row.user, known.settledUpTo});
    }
    m_complete = true;
    // What came live to a conversation without a gap is all there is of it.
    for (Thread &known : m_threads) {
        if (!known.hasGap && !known.countedAbove.isEmpty())
            settle(known, *std::max_element(known.countedAbove.cbegin(), known.countedAbove.cend()));
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
        if (id > known.settledUpTo && !known.countedAbove.contains(id) && isUsers(message))
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
