#pragma once

#include "widgets/messagelayout.h"

#include <QStyledItemDelegate>

namespace ventanilla {

class Clock;

/// How a message is to be painted beyond what it is.
struct MessagePaintOptions {
    QPalette palette {};
    QFont font {};
    /// Part of the text that is selected; UTF-16 units, empty for none.
    int selectionStart = 0;
    int selectionEnd = 0;
    bool focused = false;
};

/// Paints one message of a thread: separators, bubble, text, time and state. Decides nothing: what
/// there is comes from the model, where it stands from MessageLayout.
class MessageDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    /// `clock` tells which day is today and must outlive the delegate.
    explicit MessageDelegate(const Clock &clock, QObject *parent = nullptr);

    std::unique_ptr<MessageLayout> layOut(const QModelIndex &index, int width, const QFont &font,
                                          const QPalette &palette) const;
    /// With the painter's origin at the row's top left corner.
    static void paintMessage(QPainter &painter, const MessageLayout &layout,
                             const MessagePaintOptions &options);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Clock &m_clock;
};

} // namespace ventanilla
