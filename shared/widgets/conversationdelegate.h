#pragma once

#include <QStyledItemDelegate>

namespace ventanilla {

class Clock;
struct ConversationRowData;
struct ConversationRowLook;

/// Paints one row of the conversation list and decides nothing: what it shows comes from the model,
/// how it looks from lookOf(). Lives on the interface's thread.
class ConversationDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    /// `clock` tells "5 min" from "now" and must outlive the delegate.
    explicit ConversationDelegate(const Clock &clock, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

private:
    void paintFirstLine(QPainter &painter, const QRect &line, const ConversationRowData &row,
                        const ConversationRowLook &look, const QFont &font) const;
    static void paintSecondLine(QPainter &painter, const QRect &line, const ConversationRowData &row,
                                const ConversationRowLook &look, const QStyleOptionViewItem &option);

    const Clock &m_clock;
};

} // namespace ventanilla
