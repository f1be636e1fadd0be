// How ConversationListModel puts its rows in order and tells of it. What it takes and what it answers
// is in conversationlistmodel.cpp.
#include "client/conversationlistmodel.h"

#include <algorithm>

namespace ventanilla {

ConversationEntry *ConversationListModel::find(const QString &user, Changes &changes)
{
    const int row = rowOf(user);
    if (row >= 0)
        return &m_entries[static_cast<size_t>(row)];
    const auto newcomer = changes.newcomerAt.constFind(user);
    return newcomer != changes.newcomerAt.constEnd() ? &changes.newcomers[*newcomer] : nullptr;
}

void ConversationListModel::add(ConversationEntry entry, Changes &changes)
{
    entry.takeMarks(m_early.take(entry.row.user));
    changes.unread += entry.reading.unread();
    changes.newcomerAt.insert(entry.row.user, changes.newcomers.size());
    changes.newcomers.push_back(std::move(entry));
}

ConversationEntry &ConversationListModel::early(const QString &user)
{
    ConversationEntry &entry = m_early[user];
    entry.row.user = user;
    return entry;
}

/// One row moves to its place; many are sorted at once, which costs no more than moving a few.
void ConversationListModel::announce(Changes changes)
{
    if (changes.users.size() == 1) {
        place(rowOf(*changes.users.cbegin()));
    } else if (!changes.users.isEmpty()) {
        if (!m_orderHeld)
            sortAll();
        changed(changes.users);
    }
    insert(std::move(changes.newcomers));
    noteUnread(changes.unread);
}

/// A page of the list comes in one run, and a run is one insertion: a long list is not shifted for
/// every row.
void ConversationListModel::insert(std::vector<ConversationEntry> newcomers)
{
    if (!m_orderHeld)
        std::ranges::sort(newcomers, ConversationEntry::comesBefore);
    auto first = newcomers.begin();
    while (first != newcomers.end()) {
        const auto end = m_entries.end();
        const auto gap = m_orderHeld
            ? end
            : std::lower_bound(m_entries.begin(), end, *first, ConversationEntry::comesBefore);
        const auto last = gap == end
            ? newcomers.end()
            : std::lower_bound(first, newcomers.end(), *gap, ConversationEntry::comesBefore);
        const int row = static_cast<int>(gap - m_entries.begin());
        beginInsertRows({}, row, row + static_cast<int>(last - first) - 1);
        m_entries.insert(gap, std::make_move_iterator(first), std::make_move_iterator(last));
        reindex(row, rowCount() - 1);
        endInsertRows();
        first = last;
    }
}

void ConversationListModel::place(int row)
{
    int now = row;
    if (!m_orderHeld) {
        // All rows but this one are in order: search before it, then behind it.
        const auto at = m_entries.begin() + row;
        auto target = std::lower_bound(m_entries.begin(), at, *at, ConversationEntry::comesBefore);
        if (target == at)
            target = std::lower_bound(at + 1, m_entries.end(), *at, ConversationEntry::comesBefore);
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
    if (std::is_sorted(m_entries.begin(), m_entries.end(), ConversationEntry::comesBefore))
        return;
    emit layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    QStringList users;
    for (const QModelIndex &index : before)
        users.append(m_entries[static_cast<size_t>(index.row())].row.user);
    std::sort(m_entries.begin(), m_entries.end(), ConversationEntry::comesBefore);
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

/// Of many rows as one range: those between them are only drawn again.
void ConversationListModel::changed(const QSet<QString> &users, const QList<int> &roles)
{
    int first = rowCount();
    int last = -1;
    for (const QString &user : users) {
        const int row = rowOf(user);
        if (row < 0)
            continue;
        first = std::min(first, row);
        last = std::max(last, row);
    }
    if (last >= 0)
        emit dataChanged(index(first), index(last), roles);
}

} // namespace ventanilla
