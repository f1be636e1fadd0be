#include "client/conversationlistmodel.h"

#include <algorithm>

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
    Changes changes;
    for (const ConversationRow &row : rows)
        take(row, changes);
    announce(std::move(changes));
}

bool ConversationListModel::apply(const Message &message)
{
    Changes changes;
    const bool isLast = take(message, changes);
    announce(std::move(changes));
    return isLast;
}

void ConversationListModel::apply(const ReadCursor &cursor)
{
    Changes changes;
    take(cursor, changes);
    announce(std::move(changes));
}

void ConversationListModel::apply(const Delivery &delivery)
{
    Changes changes;
    take(delivery, changes);
    announce(std::move(changes));
}

void ConversationListModel::apply(const SyncPage &page)
{
    Changes changes;
    for (const ConversationRow &row : page.conversations)
        take(row, changes);
    for (const Message &message : page.messages)
        take(message, changes);
    for (const ReadCursor &cursor : page.reads)
        take(cursor, changes);
    for (const Delivery &delivery : page.deliveries)
        take(delivery, changes);
    announce(std::move(changes));
}

void ConversationListModel::take(const ConversationRow &row, Changes &changes)
{
    m_newestId = std::max(m_newestId, row.last.id);
    m_withoutRow.remove(row.user);
    if (ConversationEntry *known = find(row.user, changes))
        change(
            *known, [&](ConversationEntry &entry) { return entry.take(row); }, changes);
    else
        add(ConversationEntry::of(row), changes);
}

bool ConversationListModel::take(const Message &message, Changes &changes)
{
    if (message.conversation.isEmpty())
        return false;
    const qint64 newestBefore = m_newestId;
    m_newestId = std::max(m_newestId, message.id.value_or(0));
    if (ConversationEntry *known = find(message.conversation, changes))
        return change(
            *known, [&](ConversationEntry &entry) { return entry.take(message, newestBefore); }, changes);
    ConversationEntry entry;
    entry.row.user = message.conversation;
    entry.row.name = message.conversation;
    const bool isLast = entry.take(message, newestBefore);
    m_withoutRow.insert(message.conversation);
    add(std::move(entry), changes);
    return isLast;
}

void ConversationListModel::take(const ReadCursor &cursor, Changes &changes)
{
    const auto take = [&](ConversationEntry &entry) { return entry.take(cursor, m_self); };
    if (ConversationEntry *known = find(cursor.conversation, changes))
        change(*known, take, changes);
    else
        take(early(cursor.conversation));
}

void ConversationListModel::take(const Delivery &delivery, Changes &changes)
{
    const auto take = [&](ConversationEntry &entry) { return entry.take(delivery); };
    if (ConversationEntry *known = find(delivery.conversation, changes))
        change(*known, take, changes);
    else
        take(early(delivery.conversation));
}

void ConversationListModel::setPresent(const QSet<QString> &present)
{
    const QSet<QString> before = std::exchange(m_present, present);
    QSet<QString> users = QSet<QString>(before).subtract(present);
    changed(users.unite(QSet<QString>(present).subtract(before)), {OnlineRole});
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
    m_withoutRow.clear();
    m_newestId = 0;
    endResetModel();
    noteUnread(-m_totalUnread);
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
    Changes changes;
    const auto assume = [](ConversationEntry &entry) {
        entry.reading.assumeRead();
        return true;
    };
    if (ConversationEntry *known = find(user, changes))
        change(*known, assume, changes);
    announce(std::move(changes));
}

void ConversationListModel::noteUnread(qint64 more)
{
    if (more == 0)
        return;
    m_totalUnread += static_cast<int>(more);
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

} // namespace ventanilla
