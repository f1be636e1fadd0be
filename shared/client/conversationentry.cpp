#include "client/conversationentry.h"

#include <algorithm>

namespace ventanilla {

namespace {

qint64 newestNumber(const ConversationRow &row)
{
    return std::max(row.version, row.last.id);
}

} // namespace

ConversationEntry ConversationEntry::of(const ConversationRow &row)
{
    ConversationEntry entry;
    entry.row = row;
    entry.rank = row.last.id;
    entry.reading.takeTotal(row.counts.fromUser);
    entry.reading.take(row.ownReading);
    return entry;
}

bool ConversationEntry::take(const ConversationRow &fresh)
{
    const qint64 unreadBefore = reading.unread();
    reading.takeTotal(fresh.counts.fromUser);
    reading.take(fresh.ownReading);
    ConversationRow merged = row;
    if (newestNumber(fresh) >= newestNumber(row)) {
        merged = fresh;
        if (fresh.last.id == row.last.id)
            merged.last = row.last; // perhaps one that came later and has no number
        else
            rank = fresh.last.id;
    }
    // These only grow, whichever row is newer.
    merged.userReadUpTo = std::max(row.userReadUpTo, fresh.userReadUpTo);
    merged.userGotUpTo = std::max(row.userGotUpTo, fresh.userGotUpTo);
    const bool changed = merged != row || unreadBefore != reading.unread();
    row = merged;
    return changed;
}

bool ConversationEntry::take(const Message &message, qint64 newestId)
{
    reading.take(message, message.counts.fromUser, message.from == row.user);
    if (!isNews(message))
        return false;
    row.last = {message.id.value_or(row.last.id), message.from, message.text, message.sentAtMs};
    rank = message.id.value_or(newestId);
    if (message.from != row.user) {
        row.unansweredSinceMs.reset();
        return true;
    }
    if (!message.fromName.isEmpty())
        row.name = message.fromName;
    if (!row.unansweredSinceMs)
        row.unansweredSinceMs = message.sentAtMs;
    return true;
}

bool ConversationEntry::isNews(const Message &message) const
{
    const LastMessage &last = row.last;
    if (message.id)
        return *message.id > last.id;
    return last.from != message.from || last.text != message.text || last.sentAtMs != message.sentAtMs;
}

bool ConversationEntry::take(const ReadCursor &cursor, const QString &self)
{
    if (cursor.reader == row.user) {
        const qint64 before = row.userReadUpTo;
        row.userReadUpTo = std::max(before, cursor.upTo);
        return row.userReadUpTo != before;
    }
    if (cursor.reader != self)
        return false;
    const qint64 before = reading.unread();
    reading.takeMoved({cursor.upTo, cursor.version, cursor.ordinal});
    return reading.unread() != before;
}

bool ConversationEntry::take(const Delivery &delivery)
{
    if (delivery.recipient != row.user)
        return false;
    const qint64 before = row.userGotUpTo;
    row.userGotUpTo = std::max(before, delivery.upTo);
    return row.userGotUpTo != before;
}

void ConversationEntry::takeMarks(const ConversationEntry &other)
{
    reading.take(other.reading.own());
    row.userReadUpTo = std::max(row.userReadUpTo, other.row.userReadUpTo);
    row.userGotUpTo = std::max(row.userGotUpTo, other.row.userGotUpTo);
}

bool ConversationEntry::comesBefore(const ConversationEntry &left, const ConversationEntry &right)
{
    if (left.rank != right.rank)
        return left.rank > right.rank;
    if (left.row.last.sentAtMs != right.row.last.sentAtMs)
        return left.row.last.sentAtMs > right.row.last.sentAtMs;
    return left.row.user < right.row.user;
}

} // namespace ventanilla
