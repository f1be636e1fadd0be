#include "client/conversationlistmodel.h"

#include <algorithm>
#include <numeric>

namespace ventanilla {

namespace {

/// A preview is one line; what does not fit anyhow is not prepared.
constexpr qsizetype longestPreview = 240;

qint64 newestNumber(const ConversationRow &row)
{
    return std::max(row.version, row.last.id);
}

} // namespace

ConversationListModel::ConversationListModel(QString self, QObject *parent)
    : QAbstractListModel(parent)
    , m_self(std::move(self))
{
}

int ConversationListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

QVariant ConversationListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Entry &entry = m_entries[static_cast<size_t>(index.row())];
    const ConversationRow &row = entry.row;
    switch (role) {
    case NameRole: return row.name;
    case UserRole: return row.user;
    case PreviewRole: return row.last.text.left(longestPreview).simplified();
    case PreviewAuthorRole: return row.last.from;
    case PreviewOwnRole: return row.last.from == m_self;
    case LastAtRole: return row.last.sentAtMs;
    case LastIdRole: return row.last.id;
    case UnreadRole: return entry.unread;
    case OpenRole: return row.user == m_open;
    case OnlineRole: return row.online;
    case UnansweredSinceRole: return row.unansweredSinceMs ? QVariant(*row.unansweredSinceMs) : QVariant();
    default: return {};
    }
}

QHash<int, QByteArray> ConversationListModel::roleNames() const
{
    return {
        {NameRole, "name"},
        {UserRole, "user"},
        {PreviewRole, "preview"},
        {PreviewAuthorRole, "previewAuthor"},
        {PreviewOwnRole, "previewOwn"},
        {LastAtRole, "lastAt"},
        {LastIdRole, "lastId"},
        {UnreadRole, "unread"},
        {OpenRole, "open"},
        {OnlineRole, "online"},
        {UnansweredSinceRole, "unansweredSince"},
    };
}

void ConversationListModel::merge(const QList<ConversationRow> &rows)
{
    for (const ConversationRow &row : rows)
        mergeRow(row);
}

void ConversationListModel::mergeRow(const ConversationRow &row)
{
    m_newestId = std::max(m_newestId, row.last.id);
    const int known = rowOf(row.user);
    if (known < 0)
        return insert({row, row.last.id, 0});
    Entry &entry = m_entries[static_cast<size_t>(known)];
    if (newestNumber(row) < newestNumber(entry.row))
        return;
    ConversationRow fresh = row;
    if (row.last.id == entry.row.last.id)
        fresh.last = entry.row.last; // perhaps one that came later and has no number
    else
        entry.rank = row.last.id;
    if (fresh == entry.row)
        return;
    entry.row = fresh;
    place(known);
}

bool ConversationListModel::apply(const Message &message)
{
    if (message.conversation.isEmpty())
        return false;
    const int known = rowOf(message.conversation);
    if (known < 0) {
        Entry entry;
        entry.row.user = message.conversation;
        entry.row.name = message.conversation;
        take(entry, message);
        m_newestId = std::max(m_newestId, entry.rank);
        insert(std::move(entry));
        return true;
    }
    Entry &entry = m_entries[static_cast<size_t>(known)];
    if (!isNews(entry, message))
        return false;
    take(entry, message);
    m_newestId = std::max(m_newestId, entry.rank);
    place(known);
    return true;
}

bool ConversationListModel::isNews(const Entry &entry, const Message &message) const
{
    const LastMessage &last = entry.row.last;
    if (message.id)
        return *message.id > last.id;
    return last.from != message.from || last.text != message.text || last.sentAtMs != message.sentAtMs;
}

void ConversationListModel::take(Entry &entry, const Message &message) const
{
    ConversationRow &row = entry.row;
    row.last = {message.id.value_or(row.last.id), message.from, message.text, message.sentAtMs};
    entry.rank = message.id.value_or(m_newestId);
    if (message.from != row.user) {
        row.unansweredSinceMs.reset();
        return;
    }
    row.online = true;
    if (!message.fromName.isEmpty())
        row.name = message.fromName;
    if (!row.unansweredSinceMs)
        row.unansweredSinceMs = message.sentAtMs;
}

void ConversationListModel::setOpen(const QString &user)
{
    if (m_open == user)
        return;
    const int before = rowOf(std::exchange(m_open, user));
    changed(before, {OpenRole});
    changed(rowOf(user), {OpenRole});
}

void ConversationListModel::addUnread(const QString &user, int count)
{
    setUnread(rowOf(user), unread(user) + count);
}

void ConversationListModel::clearUnread(const QString &user)
{
    setUnread(rowOf(user), 0);
}

int ConversationListModel::unread(const QString &user) const
{
    const int row = rowOf(user);
    return row >= 0 ? m_entries[static_cast<size_t>(row)].unread : 0;
}

int ConversationListModel::totalUnread() const
{
    return m_totalUnread;
}

void ConversationListModel::setUnread(int row, int count)
{
    if (row < 0)
        return;
    Entry &entry = m_entries[static_cast<size_t>(row)];
    const int difference = count - std::exchange(entry.unread, count);
    if (difference == 0)
        return;
    m_totalUnread += difference;
    changed(row, {UnreadRole});
    emit totalUnreadChanged();
}

void ConversationListModel::setOrderHeld(bool held)
{
    if (m_orderHeld == held)
        return;
    m_orderHeld = held;
    if (!held)
        sortAll();
}

QModelIndex ConversationListModel::indexOf(const QString &user) const
{
    const int row = rowOf(user);
    return row >= 0 ? index(row) : QModelIndex();
}

qint64 ConversationListModel::lastId(const QString &user) const
{
    const int row = rowOf(user);
    return row >= 0 ? m_entries[static_cast<size_t>(row)].row.last.id : 0;
}

bool ConversationListModel::comesBefore(const Entry &left, const Entry &right)
{
    if (left.rank != right.rank)
        return left.rank > right.rank;
    if (left.row.last.sentAtMs != right.row.last.sentAtMs)
        return left.row.last.sentAtMs > right.row.last.sentAtMs;
    return left.row.user < right.row.user;
}

void ConversationListModel::insert(Entry entry)
{
    const auto end = m_entries.end();
    const auto place = m_orderHeld ? end : std::lower_bound(m_entries.begin(), end, entry, comesBefore);
    const int row = static_cast<int>(place - m_entries.begin());
    beginInsertRows({}, row, row);
    m_entries.insert(place, std::move(entry));
    reindex(row, rowCount() - 1);
    endInsertRows();
}

void ConversationListModel::place(int row)
{
    int now = row;
    if (!m_orderHeld) {
        // All rows but this one are in order: search before it, then behind it.
        const auto at = m_entries.begin() + row;
        auto target = std::lower_bound(m_entries.begin(), at, *at, comesBefore);
        if (target == at)
            target = std::lower_bound(at + 1, m_entries.end(), *at, comesBefore);
        const int before = static_cast<int>(target - m_entries.begin());
        if (before < row || before > row + 1) {
            beginMoveRows({}, row, row, {}, before);
            if (before < row)
                std::rotate(target, at, at + 1);
            else
                std::rotate(at, at + 1, target);
            now = before < row ? before : before - 1;
            reindex(std::min(row, now), std::max(row, now));
            endMoveRows();
        }
    }
    changed(now);
}

void ConversationListModel::sortAll()
{
    if (std::is_sorted(m_entries.begin(), m_entries.end(), comesBefore))
        return;
    emit layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    QStringList users;
    for (const QModelIndex &index : before)
        users.append(m_entries[static_cast<size_t>(index.row())].row.user);
    std::sort(m_entries.begin(), m_entries.end(), comesBefore);
    reindex(0, rowCount() - 1);
    QModelIndexList after;
    for (const QString &user : users)
        after.append(indexOf(user));
    changePersistentIndexList(before, after);
    emit layoutChanged({}, VerticalSortHint);
}

void ConversationListModel::reindex(int first, int last)
{
    for (int row = first; row <= last; ++row)
        m_rowOf[m_entries[static_cast<size_t>(row)].row.user] = row;
}

void ConversationListModel::changed(int row, const QList<int> &roles)
{
    if (row >= 0)
        emit dataChanged(index(row), index(row), roles);
}

} // namespace ventanilla
