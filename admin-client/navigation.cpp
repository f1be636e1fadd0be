#include "admin-client/navigation.h"

#include "client/conversationlistmodel.h"

namespace ventanilla {

QString neighbourOf(const QString &current, Direction direction, bool unreadOnly,
                    const QAbstractItemModel &conversations)
{
    const int rows = conversations.rowCount();
    const auto userAt = [&](int row) {
        return conversations.index(row, 0).data(ConversationListModel::UserRole).toString();
    };
    int from = -1;
    for (int row = 0; row < rows && from < 0; ++row) {
        if (userAt(row) == current)
            from = row;
    }
    const int step = direction == Direction::Next ? 1 : -1;
    // With none open, "next" starts at the first row and "previous" at the last.
    if (from < 0)
        from = direction == Direction::Next ? -1 : rows;
    for (int count = 1; count <= rows; ++count) {
        const int row = ((from + step * count) % rows + rows) % rows;
        const bool fits =
            !unreadOnly || conversations.index(row, 0).data(ConversationListModel::UnreadRole).toInt() > 0;
        if (fits && userAt(row) != current)
            return userAt(row);
    }
    return {};
}

} // namespace ventanilla
