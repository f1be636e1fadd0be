#pragma once

#include "protocol/conversation.h"
#include "protocol/marks.h"
#include "protocol/session.h"
#include "protocol/syncpage.h"

#include <algorithm>
#include <map>
#include <vector>

namespace ventanilla {

/// What the server of a test has stored: messages with their counts, conversations, and how far
/// everybody has read and got them, numbered by one counter. Knows no network.
class FakeArchive
{
public:
    /// Adds it to its conversation, whose row follows; returns it with its counts.
    Message add(Message message)
    {
        ConversationRow &row = rowOf(message.conversation);
        const bool fromUser = message.from == message.conversation;
        ++(fromUser ? row.counts.fromUser : row.counts.fromStaff);
        message.counts = row.counts;
        row.last = {*message.id, message.from, message.text, message.sentAtMs};
        if (row.version == 0)
            row.version = *message.id;
        if (!fromUser)
            row.unansweredSinceMs.reset();
        else if (!row.unansweredSinceMs)
            row.unansweredSinceMs = message.sentAtMs;
        lastNumber = std::max(lastNumber, *message.id);
        messages.append(message);
        return message;
    }

    /// The conversation's row, made if it is not there. Who changes more of it than a message does,
    /// gives it a version of its own.
    ConversationRow &rowOf(const QString &user)
    {
        ConversationRow &row = m_rows[user];
        if (row.user.isEmpty()) {
            row.user = user;
            row.name = user.at(0).toUpper() + user.mid(1);
        }
        return row;
    }

    void clear()
    {
        messages.clear();
        m_rows.clear();
        m_reads.clear();
        m_deliveries.clear();
    }

    /// `leido`: goes back for nobody, and is void if it knows less than the last mark as unread.
    ReadCursor read(const QString &reader, const ReadRequest &request)
    {
        const Place place {request.conversation, reader};
        if (request.knownVersion < m_marks.value(place))
            return cursorOf(place);
        const qint64 newest = rowOf(request.conversation).last.id;
        const qint64 upTo = std::max(cursorOf(place).upTo, std::min(request.upTo, newest));
        return setCursor(place, upTo);
    }
    /// `no_leido`
    ReadCursor markUnread(const QString &reader, const MarkRequest &request)
    {
        const Place place {request.conversation, reader};
        const ReadCursor cursor = setCursor(place, request.upTo);
        m_marks.insert(place, cursor.version);
        return cursor;
    }
    /// Everything that there is, by this account.
    void readAll(const QString &reader)
    {
        for (const auto &[user, row] : m_rows)
            setCursor({user, reader}, row.last.id);
    }
    /// `entregado`
    Delivery deliver(const QString &recipient, const MarkRequest &request)
    {
        Delivery &delivery = m_deliveries[{request.conversation, recipient}];
        delivery = {request.conversation, recipient, std::max(delivery.upTo, request.upTo), ++lastNumber};
        return delivery;
    }

    /// A page of a conversation, oldest first.
    QList<Message> history(const QString &user, qsizetype limit, qint64 before, qint64 after) const
    {
        QList<Message> found;
        for (const Message &message : messages) {
            const bool inRange = (before == 0 || *message.id < before) && *message.id > after;
            if (message.conversation == user && inRange)
                found.append(message);
        }
        if (found.size() > limit)
            found = after >= 0 ? found.first(limit) : found.last(limit);
        return found;
    }

    /// The conversations as this agent sees them, the newest message first.
    QList<ConversationRow> rowsFor(const QString &agent) const
    {
        QList<ConversationRow> rows;
        for (const auto &[user, row] : m_rows)
            rows.append(withMarks(row, agent));
        std::sort(rows.begin(), rows.end(), [](const ConversationRow &one, const ConversationRow &other) {
            return one.last.id > other.last.id;
        });
        return rows;
    }

    OwnThread ownThread(const QString &user)
    {
        const ReadCursor own = cursorOf({user, user});
        return {rowOf(user).counts,
                {own.upTo, own.version, own.ordinal},
                staffRead(user).upTo,
                staffGot(user).upTo};
    }

    SyncPage since(const SignedIn &who, qint64 after, qsizetype limit) const
    {
        SyncPage page = everything(who);
        page.cursor = lastNumber;
        cut(page, [after](qint64 number) { return number <= after; });
        std::vector<qint64> numbers = numbersOf(page);
        if (static_cast<qsizetype>(numbers.size()) <= limit)
            return page;
        std::sort(numbers.begin(), numbers.end());
        page.cursor = numbers[static_cast<std::size_t>(limit) - 1];
        page.more = true;
        cut(page, [&](qint64 number) { return number > page.cursor; });
        return page;
    }

    QList<Message> messages;
    /// The last number handed out.
    qint64 lastNumber = 0;

private:
    /// A conversation and an account.
    using Place = std::pair<QString, QString>;

    ReadCursor cursorOf(const Place &place) const
    {
        const auto found = m_reads.find(place);
        return found != m_reads.end() ? found->second : ReadCursor {place.first, place.second};
    }
    ReadCursor setCursor(const Place &place, qint64 upTo)
    {
        const auto &[conversation, reader] = place;
        const auto unreadBy = [&](const MessageCounts &counts) {
            return reader == conversation ? counts.fromStaff : counts.fromUser;
        };
        qint64 ordinal = 0;
        for (const Message &message : std::as_const(messages)) {
            if (message.conversation == conversation && *message.id <= upTo)
                ordinal = unreadBy(message.counts);
        }
        const qint64 unread = unreadBy(rowOf(conversation).counts) - ordinal;
        return m_reads[place] = {conversation, reader, upTo, ++lastNumber, ordinal, unread};
    }

    /// The furthest of the staff, which to the user is nobody in particular.
    template<typename Mark>
    static Mark furthest(const std::map<Place, Mark> &marks, const QString &user)
    {
        Mark best;
        best.conversation = user;
        for (const auto &[place, mark] : marks) {
            if (place.first == user && place.second != user && mark.upTo > best.upTo) {
                best.upTo = mark.upTo;
                best.version = mark.version;
            }
        }
        return best;
    }
    ReadCursor staffRead(const QString &user) const { return furthest(m_reads, user); }
    Delivery staffGot(const QString &user) const { return furthest(m_deliveries, user); }

    ConversationRow withMarks(ConversationRow row, const QString &agent) const
    {
        const ReadCursor own = cursorOf({row.user, agent});
        row.ownReading = {own.upTo, own.version, own.ordinal};
        row.userReadUpTo = cursorOf({row.user, row.user}).upTo;
        const auto got = m_deliveries.find({row.user, row.user});
        row.userGotUpTo = got != m_deliveries.end() ? got->second.upTo : 0;
        return row;
    }

    SyncPage everything(const SignedIn &who) const
    {
        SyncPage page;
        const bool staff = who.role == Role::Admin;
        const auto concerns = [&](const Place &place) {
            return staff || (place.first == who.username && place.second == who.username);
        };
        for (const Message &message : messages) {
            if (staff || message.conversation == who.username)
                page.messages.append(message);
        }
        for (const auto &[place, cursor] : m_reads) {
            if (concerns(place))
                page.reads.append(cursor);
        }
        for (const auto &[place, delivery] : m_deliveries) {
            if (concerns(place))
                page.deliveries.append(delivery);
        }
        if (staff) {
            page.conversations = rowsFor(who.username);
        } else {
            page.reads.append(staffRead(who.username));
            page.deliveries.append(staffGot(who.username));
        }
        return page;
    }

    static std::vector<qint64> numbersOf(const SyncPage &page)
    {
        std::vector<qint64> numbers;
        for (const Message &message : page.messages)
            numbers.push_back(*message.id);
        for (const ReadCursor &read : page.reads)
            numbers.push_back(read.version);
        for (const Delivery &delivery : page.deliveries)
            numbers.push_back(delivery.version);
        for (const ConversationRow &row : page.conversations)
            numbers.push_back(row.version);
        return numbers;
    }

    template<typename Outside>
    static void cut(SyncPage &page, Outside outside)
    {
        page.messages.removeIf([&](const Message &message) { return outside(*message.id); });
        page.reads.removeIf([&](const ReadCursor &read) { return outside(read.version); });
        page.deliveries.removeIf([&](const Delivery &delivery) { return outside(delivery.version); });
        page.conversations.removeIf([&](const ConversationRow &row) { return outside(row.version); });
    }

    std::map<QString, ConversationRow> m_rows;
    std::map<Place, ReadCursor> m_reads;
    std::map<Place, Delivery> m_deliveries;
    /// The version of each reader's last mark as unread.
    QHash<Place, qint64> m_marks;
};

} // namespace ventanilla
