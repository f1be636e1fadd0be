#include "client/conversationlistmodel.h"

#include <algorithm>
#include <numeric>

namespace ventanilla {

namespace {

/// A preview is one line; what does not fit anyhow is not prepared.
constexpr qsizetype longestPreview = 240;

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
    const ConversationEntry &entry = m_entries[static_cast<size_t>(index.row())];
    const ConversationRow &row = entry.row;
    switch (role) {
    case NameRole: return row.name;
    case UserRole: return row.user;
    case PreviewRole: return row.last.text.left(longestPreview).simplified();
    case PreviewAuthorRole: return row.last.from;
    case PreviewOwnRole: return row.last.from == m_self;
    case LastAtRole: return row.last.sentAtMs;
    case LastIdRole: return row.last.id;
    case UnreadRole: return static_cast<int>(entry.reading.unread());
    case OpenRole: return row.user == m_open;
    case OnlineRole: return m_present.contains(row.user);
    case UnansweredSinceRole: return row.unansweredSinceMs ? QVariant(*row.unansweredSinceMs) : QVariant();
    case TypingRole: return entry.typing;
    case DraftRole: return m_drafts.value(row.user).left(longestPreview).simplified();
    case UserGotRole: return row.userGotUpTo;
    case UserReadRole: return row.userReadUpTo;
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
        {TypingRole, "typing"},
        {DraftRole, "draft"},
        {UserGotRole, "userGot"},
        {UserReadRole, "userRead"},
    };
}

void ConversationListModel::merge(const QList<ConversationRow> &rows)
{
    for (const ConversationRow &row : rows) {
        m_newestId = std::max(m_newestId, row.last.id);
        if (rowOf(row.user) < 0)
            insert(ConversationEntry::of(row));
        else
            change(row.user, [&](ConversationEntry &entry) { return entry.take(row); });
    }
}

bool ConversationListModel::apply(const Message &message)
{
    if (message.conversation.isEmpty())
        return false;
    const qint64 newestId = std::max(m_newestId, message.id.value_or(0));
    bool isLast = false;
    if (rowOf(message.conversation) < 0) {
        ConversationEntry entry;
        entry.row.user = message.conversation;
        entry.row.name = message.conversation;
        isLast = entry.take(message, m_newestId);
        insert(std::move(entry));
    } else {
        isLast = change(message.conversation,
                        [&](ConversationEntry &entry) { return entry.take(message, m_newestId); });
    }
    m_newestId = newestId;
    return isLast;
}

void ConversationListModel::apply(const ReadCursor &cursor)
{
    change(cursor.conversation, [&](ConversationEntry &entry) { return entry.take(cursor, m_self); });
}

void ConversationListModel::apply(const Delivery &delivery)
{
    change(delivery.conversation, [&](ConversationEntry &entry) { return entry.take(delivery); });
}

template<typename Change>
bool ConversationListModel::change(const QString &user, Change change)
{
    const int row = rowOf(user);
    if (row < 0) {
        ConversationEntry &early = m_early[user];
        early.row.user = user;
        change(early);
        return false;
    }
    ConversationEntry &entry = m_entries[static_cast<size_t>(row)];
    const qint64 before = entry.reading.unread();
    const bool changed = change(entry);
    const qint64 now = entry.reading.unread();
    if (changed || now != before)
        place(row);
    noteUnread(before, now);
    return changed;
}

void ConversationListModel::setPresent(const QSet<QString> &present)
{
    const QSet<QString> before = std::exchange(m_present, present);
    const auto announce = [this](const QSet<QString> &users) {
        for (const QString &user : users)
            changed(rowOf(user), {OnlineRole});
    };
    announce(QSet<QString>(before).subtract(present));
    announce(QSet<QString>(present).subtract(before));
}

void ConversationListModel::setTyping(const QString &user, const QString &name)
{
    const int row = rowOf(user);
    if (row < 0 || m_entries[static_cast<size_t>(row)].typing == name)
        return;
    m_entries[static_cast<size_t>(row)].typing = name;
    changed(row, {TypingRole});
}

void ConversationListModel::setDraft(const QString &user, const QString &text)
{
    if (text.isEmpty())
        m_drafts.remove(user);
    else
        m_drafts.insert(user, text);
    changed(rowOf(user), {DraftRole});
}

void ConversationListModel::clear()
{
    beginResetModel();
    m_entries.clear();
    m_rowOf.clear();
    m_early.clear();
    m_newestId = 0;
    endResetModel();
    noteUnread(m_totalUnread, 0);
}

void ConversationListModel::setOpen(const QString &user)
{
    if (m_open == user)
        return;
    const int before = rowOf(std::exchange(m_open, user));
    changed(before, {OpenRole});
    changed(rowOf(user), {OpenRole});
}

int ConversationListModel::unread(const QString &user) const
{
    const int row = rowOf(user);
    return row >= 0 ? static_cast<int>(m_entries[static_cast<size_t>(row)].reading.unread()) : 0;
}

OwnReading ConversationListModel::ownReading(const QString &user) const
{
    const int row = rowOf(user);
    return row >= 0 ? m_entries[static_cast<size_t>(row)].reading.own() : OwnReading();
}

qint64 ConversationListModel::takenBackAt(const QString &user) const
{
    const int row = rowOf(user);
    return row >= 0 ? m_entries[static_cast<size_t>(row)].reading.takenBackAt() : 0;
}

void ConversationListModel::assumeRead(const QString &user)
{
    change(user, [](ConversationEntry &entry) {
        entry.reading.assumeRead();
        return true;
    });
}

void ConversationListModel::noteUnread(qint64 before, qint64 now)
{
    if (before == now)
        return;
    m_totalUnread += static_cast<int>(now - before);
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

void ConversationListModel::insert(ConversationEntry entry)
{
    entry.takeMarks(m_early.take(entry.row.user));
    const auto end = m_entries.end();
    const auto place =
        m_orderHeld ? end : std::lower_bound(m_entries.begin(), end, entry, ConversationEntry::comesBefore);
    const int row = static_cast<int>(place - m_entries.begin());
    const qint64 unread = entry.reading.unread();
    beginInsertRows({}, row, row);
    m_entries.insert(place, std::move(entry));
    reindex(row, rowCount() - 1);
    endInsertRows();
    noteUnread(0, unread);
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

} // namespace ventanilla
