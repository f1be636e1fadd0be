#pragma once

#include <QString>

class QAbstractItemModel;

namespace ventanilla {

enum class Direction { Previous, Next };

/// The conversation above or below `current` in the list, which goes round at its ends; with
/// `unreadOnly` the nearest that has unread messages. Empty if there is none.
QString neighbourOf(const QString &current, Direction direction, bool unreadOnly,
                    const QAbstractItemModel &conversations);

} // namespace ventanilla
