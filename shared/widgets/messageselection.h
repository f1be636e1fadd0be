#pragma once

#include <QPersistentModelIndex>
#include <QString>

#include <utility>

namespace ventanilla {

/// The text that is selected in a thread: from a place in one message to a place in another, or
/// within one. Follows its messages when rows come in front of them. Paints nothing.
class MessageSelection
{
public:
    void begin(const QModelIndex &index, int position);
    void extendTo(const QModelIndex &index, int position);
    void clear();

    bool isEmpty() const;
    /// What of this message is selected, from and to, in UTF-16 units; equal for nothing.
    std::pair<int, int> rangeIn(const QModelIndex &index, int textLength) const;
    /// As it goes to the clipboard: the text alone if it is of one message, else each message with
    /// its author and time.
    QString text() const;

private:
    struct End {
        QPersistentModelIndex index;
        int position = 0;

        bool isBefore(const End &other) const;
    };

    End m_anchor;
    End m_cursor;
};

} // namespace ventanilla
