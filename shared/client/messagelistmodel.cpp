#include "client/messagelistmodel.h"

#include <QSet>

#include <algorithm>

namespace ventanilla {

namespace {

bool isBefore(const MessageRow &row, ThreadPosition position)
{
    return row.position < position;
}

} // namespace

MessageListModel::MessageListModel(QString self, QString conversation, QObject *parent)
    : QAbstractListModel(parent)
    , m_self(std::move(self))
    , m_conversation(std::move(conversation))
{
}

int MessageListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant MessageListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const int row = index.row();
    const MessageRow &message = m_rows[static_cast<size_t>(row)];
    const MessageRow *previous = row > 0 ? &message - 1 : nullptr;
    switch (role) {
    case TextRole: return message.text;
    case IdentityRole: return message.identity();
    case IdRole: return message.id ? QVariant(*message.id) : QVariant();
    case KeyRole: return message.key;
    case OwnRole: return message.from == m_self;
    case OutgoingRole: return isOutgoing(message);
    case AuthorRole: return message.author;
    case SentAtRole: return message.sentAtMs;
    case StateRole: return static_cast<int>(stateOf(message));
    case ErrorRole: return message.error ? QVariant(static_cast<int>(*message.error)) : QVariant();
    case FirstOfDayRole: return message.startsDay(previous);
    case FirstOfGroupRole: return message.startsGroup(previous);
    case LastOfGroupRole:
        return row + 1 == rowCount() || m_rows[static_cast<size_t>(row) + 1].startsGroup(&message);
    case UnreadMarkerRole: return m_marker == message.position;
    default: return {};
    }
}

QHash<int, QByteArray> MessageListModel::roleNames() const
{
    return {
        {TextRole, "text"},
        {IdentityRole, "identity"},
        {IdRole, "id"},
        {KeyRole, "key"},
        {OwnRole, "own"},
        {OutgoingRole, "outgoing"},
        {AuthorRole, "author"},
        {SentAtRole, "sentAt"},
        {StateRole, "state"},
        {ErrorRole, "error"},
        {FirstOfDayRole, "firstOfDay"},
        {FirstOfGroupRole, "firstOfGroup"},
        {LastOfGroupRole, "lastOfGroup"},
        {UnreadMarkerRole, "unreadMarker"},
    };
}

void MessageListModel::merge(const QList<Message> &messages)
{
    std::vector<MessageRow> fresh;
    QSet<QString> seen;
    qint64 newest = newestId().value_or(0);
    for (const Message &message : messages) {
        // An end user has one thread, and everything that arrives belongs to it.
        if (m_self != m_conversation && message.conversation != m_conversation)
            continue;
        MessageRow row = MessageRow::of(message, {newest, ++m_lastSequence});
        if (!row.id && row.from == m_self)
            row.state = MessageState::Waiting;
        newest = std::max(newest, row.id.value_or(0));
        const int known = rowOf(row);
        if (known >= 0 && row.id)
            update(known, row);
        else if (known < 0 && !isBeforeBegin(row) && !seen.contains(row.identity())) {
            seen.insert(row.identity());
            fresh.push_back(std::move(row));
        }
    }
    insert(std::move(fresh));
    refreshMarker();
}

void MessageListModel::merge(const OutgoingMessage &message)
{
    const ThreadPosition last {ThreadPosition::behindAll, ++m_lastSequence};
    MessageRow row = MessageRow::of(message, m_self, last);
    const int known = rowOf(row);
    if (known < 0) {
        if (!isBeforeBegin(row))
            insert({row});
        return refreshMarker();
    }
    const MessageRow &before = m_rows[static_cast<size_t>(known)];
    if (before.id && !row.id)
        return; // its state only goes forward
    const bool requeued = before.state == MessageState::Failed && message.state == MessageState::Waiting;
    if (message.state == MessageState::Durable)
        row.position = {newestId().value_or(0), m_lastSequence}; // the server has taken it now
    else if (!row.id && !requeued)
        row.position = before.position;
    row.author = before.author;
    update(known, row);
    refreshMarker();
}

void MessageListModel::discard(const QString &key)
{
    const auto position = m_positions.constFind(MessageRow::identity(m_self, key));
    if (position == m_positions.constEnd() || position->anchor != ThreadPosition::behindAll)
        return;
    const int row = rowAt(*position);
    remove(row, row);
}

void MessageListModel::clearHistory()
{
    m_gotUpTo = 0;
    m_readUpTo = 0;
    m_markerAfter.reset();
    m_begin = 1;
    const auto end = std::ranges::find_if(m_rows, &MessageRow::isBeingSent);
    if (end != m_rows.begin())
        remove(0, static_cast<int>(end - m_rows.begin()) - 1);
    refreshMarker();
}

void MessageListModel::mergePage(const QList<Message> &page, qint64 begin)
{
    m_begin = begin;
    merge(page);
    hideOlder();
}

void MessageListModel::hideOlder()
{
    const auto end = std::lower_bound(m_rows.begin(), m_rows.end(), ThreadPosition {m_begin, 0}, isBefore);
    std::vector<MessageRow> unstored;
    std::copy_if(m_rows.begin(), end, std::back_inserter(unstored),
                 [](const MessageRow &row) { return !row.id; });
    if (end != m_rows.begin())
        remove(0, static_cast<int>(end - m_rows.begin()) - 1);
    // They came while nothing of the thread was here yet, and are newer than all of it.
    for (MessageRow &row : unstored)
        row.position.anchor = std::max(m_begin, newestId().value_or(0));
    insert(std::move(unstored));
    refreshMarker();
}

std::optional<qint64> MessageListModel::newestId() const
{
    const auto found =
        std::find_if(m_rows.rbegin(), m_rows.rend(), [](const MessageRow &row) { return row.id; });
    return found != m_rows.rend() ? found->id : std::nullopt;
}

std::optional<qint64> MessageListModel::newestIncomingId() const
{
    const auto found = std::find_if(m_rows.rbegin(), m_rows.rend(),
                                    [this](const MessageRow &row) { return row.id && !isOutgoing(row); });
    return found != m_rows.rend() ? found->id : std::nullopt;
}

void MessageListModel::setReach(qint64 gotUpTo, qint64 readUpTo)
{
    // Who has read something has got it.
    const qint64 gotBefore = std::exchange(m_gotUpTo, std::max({m_gotUpTo, gotUpTo, readUpTo}));
    const qint64 readBefore = std::exchange(m_readUpTo, std::max(m_readUpTo, readUpTo));
    const bool moreRead = m_readUpTo != readBefore;
    if (m_gotUpTo == gotBefore && !moreRead)
        return;
    const qint64 from = moreRead ? readBefore : gotBefore;
    const auto first = std::lower_bound(m_rows.begin(), m_rows.end(), ThreadPosition {from, 1}, isBefore);
    const auto last = std::lower_bound(first, m_rows.end(), ThreadPosition {m_gotUpTo, 1}, isBefore);
    if (first != last) {
        emit dataChanged(index(static_cast<int>(first - m_rows.begin())),
                         index(static_cast<int>(last - m_rows.begin()) - 1), {StateRole});
    }
}

MessageState MessageListModel::stateOf(const MessageRow &message) const
{
    if (message.state != MessageState::Stored || !message.id || !isOutgoing(message))
        return message.state;
    if (*message.id <= m_readUpTo)
        return MessageState::Read;
    return *message.id <= m_gotUpTo ? MessageState::Got : MessageState::Stored;
}

void MessageListModel::setUnreadMarkerAfter(std::optional<qint64> id)
{
    m_markerAfter = id;
    refreshMarker();
}

int MessageListModel::unreadMarkerRow() const
{
    return m_marker ? rowAt(*m_marker) : -1;
}

int MessageListModel::rowAt(ThreadPosition position) const
{
    const auto found = std::lower_bound(m_rows.begin(), m_rows.end(), position, isBefore);
    return found != m_rows.end() && found->position == position ? static_cast<int>(found - m_rows.begin())
                                                                : -1;
}

int MessageListModel::rowOf(const MessageRow &message) const
{
    const int sameId = message.id ? rowAt(message.position) : -1;
    if (sameId >= 0)
        return sameId;
    const auto position = m_positions.constFind(message.identity());
    return position != m_positions.constEnd() ? rowAt(*position) : -1;
}

/// Takes what is not there yet. Pages of history come in runs, and a run is one insertion: a view
/// keeps its place better, and a long thread is not shifted for every message.
void MessageListModel::insert(std::vector<MessageRow> fresh)
{
    std::ranges::sort(fresh, {}, &MessageRow::position);
    auto first = fresh.begin();
    while (first != fresh.end()) {
        const auto gap = std::lower_bound(m_rows.begin(), m_rows.end(), first->position, isBefore);
        const auto last =
            gap == m_rows.end() ? fresh.end() : std::lower_bound(first, fresh.end(), gap->position, isBefore);
        insertRun(static_cast<int>(gap - m_rows.begin()), first, last);
        first = last;
    }
}

void MessageListModel::insertRun(int row, std::vector<MessageRow>::iterator first,
                                 std::vector<MessageRow>::iterator last)
{
    const int lastRow = row + static_cast<int>(last - first) - 1;
    beginInsertRows({}, row, lastRow);
    std::for_each(first, last, [this](const MessageRow &message) {
        m_positions.insert(message.identity(), message.position);
    });
    m_rows.insert(m_rows.begin() + row, std::make_move_iterator(first), std::make_move_iterator(last));
    endInsertRows();
    neighboursChanged(row, lastRow);
}

void MessageListModel::update(int row, const MessageRow &message)
{
    if (isBeforeBegin(message))
        return remove(row, row);
    m_positions.remove(m_rows[static_cast<size_t>(row)].identity());
    const int now = move(row, message.position);
    m_rows[static_cast<size_t>(now)] = message;
    m_positions.insert(message.identity(), message.position);
    emit dataChanged(index(now), index(now));
    neighboursChanged(now, now);
    if (now != row)
        neighboursChanged(row, row);
}

/// Brings the row to where a message with this position belongs; returns its row there.
int MessageListModel::move(int row, ThreadPosition position)
{
    const auto gap = std::lower_bound(m_rows.begin(), m_rows.end(), position, isBefore);
    const int target = static_cast<int>(gap - m_rows.begin());
    if (target == row || target == row + 1)
        return row;
    beginMoveRows({}, row, row, {}, target);
    const auto from = m_rows.begin() + row;
    if (target > row)
        std::rotate(from, from + 1, gap);
    else
        std::rotate(gap, from, from + 1);
    const int now = target > row ? target - 1 : target;
    // Attached views may look at once, and a search needs the order to be true.
    m_rows[static_cast<size_t>(now)].position = position;
    endMoveRows();
    return now;
}

void MessageListModel::remove(int first, int last)
{
    beginRemoveRows({}, first, last);
    const auto begin = m_rows.begin() + first;
    const auto end = m_rows.begin() + last + 1;
    std::for_each(begin, end, [this](const MessageRow &message) { m_positions.remove(message.identity()); });
    m_rows.erase(begin, end);
    endRemoveRows();
    neighboursChanged(first, first - 1);
}

bool MessageListModel::isBeforeBegin(const MessageRow &message) const
{
    return message.id && *message.id < m_begin;
}

bool MessageListModel::isOutgoing(const MessageRow &message) const
{
    return m_self == m_conversation ? message.from == m_self : message.from != m_conversation;
}

void MessageListModel::neighboursChanged(int first, int last)
{
    const QList<int> roles {FirstOfDayRole, FirstOfGroupRole, LastOfGroupRole};
    for (const int row : {first - 1, last + 1}) {
        if (row >= 0 && row < rowCount())
            emit dataChanged(index(row), index(row), roles);
    }
}

void MessageListModel::refreshMarker()
{
    std::optional<ThreadPosition> marker;
    if (m_markerAfter) {
        const ThreadPosition after {*m_markerAfter, 1};
        const auto begin = std::lower_bound(m_rows.begin(), m_rows.end(), after, isBefore);
        const auto found =
            std::find_if(begin, m_rows.end(), [this](const MessageRow &row) { return !isOutgoing(row); });
        if (found != m_rows.end())
            marker = found->position;
    }
    const auto before = std::exchange(m_marker, marker);
    if (before == marker)
        return;
    for (const auto &changed : {before, marker}) {
        const int row = changed ? rowAt(*changed) : -1;
        if (row >= 0)
            emit dataChanged(index(row), index(row), {UnreadMarkerRole});
    }
}

} // namespace ventanilla
