#include "widgets/messagedelegate.h"

#include "core/clock.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QPainter>

namespace ventanilla {

namespace {

/// A line with words in its middle, over the whole width.
void paintSeparator(QPainter &painter, const QRectF &place, const QString &words, const QColor &colour,
                    const QColor &line)
{
    const qreal width = QFontMetricsF(painter.font()).horizontalAdvance(words) + 2 * metric::margin;
    const qreal side = (place.width() - width) / 2;
    const qreal y = std::floor(place.center().y()) + 0.5;
    painter.setPen(QPen(line, metric::line));
    painter.drawLine(QPointF(place.left(), y), QPointF(place.left() + side, y));
    painter.drawLine(QPointF(place.right() - side, y), QPointF(place.right(), y));
    painter.setPen(colour);
    painter.drawText(place, Qt::AlignCenter, words);
}

void paintAbove(QPainter &painter, const MessageLayout &layout, const MessagePaintOptions &options)
{
    const Colours &colours = coloursFor(options.palette);
    painter.setFont(smallFont(options.font));
    if (!layout.dayPlace().isNull())
        paintSeparator(painter, layout.dayPlace(), layout.dayWords(), colours.secondaryText, colours.line);
    painter.setFont(boldFont(smallFont(options.font)));
    if (!layout.markerPlace().isNull()) {
        paintSeparator(painter, layout.markerPlace(), MessageDelegate::tr("New messages"), colours.unread,
                       colours.unread);
    }
    if (!layout.authorPlace().isNull()) {
        const auto side = layout.row().outgoing ? Qt::AlignRight : Qt::AlignLeft;
        const QString author = painter.fontMetrics().elidedText(authorWords(layout.row()), Qt::ElideRight,
                                                                int(layout.authorPlace().width()));
        painter.setPen(colours.secondaryText);
        painter.drawText(layout.authorPlace(), int(side) | Qt::AlignVCenter | Qt::TextSingleLine, author);
    }
}

void paintBubble(QPainter &painter, const MessageLayout &layout, const MessagePaintOptions &options)
{
    const Colours &colours = coloursFor(options.palette);
    const bool failed = layout.row().state == MessageState::Failed;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(failed ? colours.alarmTint
                            : (layout.row().outgoing ? colours.ownMessage : colours.othersMessage));
    painter.drawRoundedRect(layout.bubble(), metric::bubbleRadius, metric::bubbleRadius);
    if (options.focused) {
        const qreal half = metric::focusRing / 2.0;
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colours.accent, metric::focusRing));
        painter.drawRoundedRect(layout.bubble().adjusted(half, half, -half, -half),
                                metric::bubbleRadius - half, metric::bubbleRadius - half);
    }
}

void paintText(QPainter &painter, const MessageLayout &layout, const MessagePaintOptions &options)
{
    const Colours &colours = coloursFor(options.palette);
    QList<QTextLayout::FormatRange> selections;
    if (options.selectionEnd > options.selectionStart) {
        QTextLayout::FormatRange range;
        range.start = options.selectionStart;
        range.length = options.selectionEnd - options.selectionStart;
        range.format.setBackground(colours.textSelection);
        range.format.setForeground(colours.text);
        selections.append(range);
    }
    painter.setPen(colours.text);
    layout.text().draw(&painter, layout.textOrigin(), selections);
}

Icon iconOf(MessageState state)
{
    switch (state) {
    case MessageState::Waiting: return Icon::Clock;
    case MessageState::Failed: return Icon::Failed;
    case MessageState::Got:
    case MessageState::Read: return Icon::DoubleCheck;
    case MessageState::Durable:
    case MessageState::Stored: break;
    }
    return Icon::Check;
}

QColor iconColour(MessageState state, const Colours &colours)
{
    switch (state) {
    case MessageState::Failed: return colours.alarm;
    case MessageState::Read: return colours.accent;
    default: return colours.secondaryText;
    }
}

void paintFooter(QPainter &painter, const MessageLayout &layout, const MessagePaintOptions &options)
{
    const Colours &colours = coloursFor(options.palette);
    const QRectF place = layout.footerPlace();
    const MessageRowData &row = layout.row();
    painter.setFont(smallFont(options.font));
    painter.setPen(colours.secondaryText);
    painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, layout.footerTime());
    if (row.outgoing) {
        const QRectF icon(std::round(place.right() - metric::smallIcon),
                          std::round(place.center().y() - metric::smallIcon / 2.0), metric::smallIcon,
                          metric::smallIcon);
        paintIcon(painter, iconOf(row.state), icon, iconColour(row.state, colours));
    }
}

void paintFailure(QPainter &painter, const MessageLayout &layout, const MessagePaintOptions &options)
{
    const Colours &colours = coloursFor(options.palette);
    const QRectF place = layout.failurePlace();
    painter.setFont(smallFont(options.font));
    const QRectF icon(place.left(), std::round(place.center().y() - metric::smallIcon / 2.0),
                      metric::smallIcon, metric::smallIcon);
    paintIcon(painter, Icon::Failed, icon, colours.alarm);
    const QRectF words = place.adjusted(metric::smallIcon + metric::gap, 0, 0, 0);
    painter.setPen(colours.alarm);
    painter.drawText(
        words, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
        painter.fontMetrics().elidedText(stateWords(layout.row()), Qt::ElideRight, int(words.width())));
    painter.setPen(colours.accent);
    for (const MessageLayout::ActionArea &area : layout.actions())
        painter.drawText(area.place, Qt::AlignCenter, area.words);
}

} // namespace

MessageDelegate::MessageDelegate(const Clock &clock, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_clock(clock)
{
}

std::unique_ptr<MessageLayout> MessageDelegate::layOut(const QModelIndex &index, int width, const QFont &font,
                                                       const QPalette &palette) const
{
    const MessageLayoutContext context {
        .width = width, .font = font, .palette = palette, .nowMs = m_clock.nowMs()};
    return std::make_unique<MessageLayout>(MessageRowData::from(index), context);
}

void MessageDelegate::paintMessage(QPainter &painter, const MessageLayout &layout,
                                   const MessagePaintOptions &options)
{
    painter.save();
    paintAbove(painter, layout, options);
    paintBubble(painter, layout, options);
    paintText(painter, layout, options);
    paintFooter(painter, layout, options);
    if (!layout.failurePlace().isNull())
        paintFailure(painter, layout, options);
    painter.restore();
}

void MessageDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    const auto layout = layOut(index, option.rect.width(), option.font, option.palette);
    painter->save();
    painter->translate(option.rect.topLeft());
    paintMessage(*painter, *layout,
                 {.palette = option.palette,
                  .font = option.font,
                  .focused = option.state.testFlag(QStyle::State_HasFocus)});
    painter->restore();
}

QSize MessageDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int width = option.rect.width();
    return {width, layOut(index, width, option.font, option.palette)->height()};
}

} // namespace ventanilla
