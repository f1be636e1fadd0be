#include "widgets/conversationdelegate.h"

#include "core/clock.h"
#include "widgets/avatar.h"
#include "widgets/conversationrowlook.h"
#include "widgets/theme.h"
#include "widgets/timewords.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace ventanilla {

namespace {

void paintGround(QPainter &painter, const QRect &rect, const ConversationRowLook &look,
                 const QStyleOptionViewItem &option)
{
    const Colours &colours = coloursFor(option.palette);
    painter.fillRect(rect, look.background);
    if (look.bar)
        painter.fillRect(QRect(rect.topLeft(), QSize(metric::openBar, rect.height())), colours.open);
    if (option.state & QStyle::State_HasFocus) {
        const int half = metric::focusRing / 2;
        painter.setPen(QPen(colours.accent, metric::focusRing));
        painter.drawRect(rect.adjusted(half, half, -half, -half));
    }
}

/// Returns how much of the line it took, from the right.
int paintBadge(QPainter &painter, const QRect &line, const QString &text, const Colours &colours,
               const QFont &base)
{
    const QFont font = boldFont(smallFont(base));
    const int textWidth = QFontMetrics(font).horizontalAdvance(text);
    const int width = qMax(metric::badgeHeight, textWidth + 2 * metric::badgePadding);
    const QRectF badge(line.right() + 1 - width, line.center().y() - (metric::badgeHeight - 1) / 2.0, width,
                       metric::badgeHeight);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colours.badge);
    painter.drawRoundedRect(badge, metric::badgeHeight / 2.0, metric::badgeHeight / 2.0);
    painter.setPen(colours.onBadge);
    painter.setFont(font);
    painter.drawText(badge, Qt::AlignCenter, text);
    return width + metric::gap2;
}

} // namespace

ConversationDelegate::ConversationDelegate(const Clock &clock, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_clock(clock)
{
}

QSize ConversationDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    // The system's font may be larger than the design's row has room for.
    const QFontMetrics name(boldFont(option.font));
    const QFontMetrics preview(smallFont(option.font));
    const int lines = name.height() + metric::gap + preview.height() + 2 * metric::gap2;
    return {metric::listMinimumWidth, qMax(metric::rowHeight, lines)};
}

void ConversationDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const
{
    const ConversationRowData row = ConversationRowData::from(index);
    const ConversationRowLook look = lookOf(row, option.state & QStyle::State_MouseOver, option.palette);
    painter->save();
    paintGround(*painter, option.rect, look, option);

    const QRect inner = option.rect.adjusted(metric::margin, 0, -metric::margin, 0);
    const QRect avatar(inner.left(), inner.center().y() - metric::avatar / 2 + 1, metric::avatar,
                       metric::avatar);
    paintAvatar(*painter, avatar, row.name, row.user, option.palette);
    // Whether somebody is away is not known for sure, so only who is there is marked.
    if (row.online)
        paintPresence(*painter, avatar, true, look.background, option.palette);

    const QRect text = inner.adjusted(metric::avatar + metric::margin, 0, 0, 0);
    const QFont nameFont = look.bold ? boldFont(option.font) : option.font;
    const int nameHeight = QFontMetrics(nameFont).height();
    const int previewHeight = qMax(QFontMetrics(smallFont(option.font)).height(), metric::badgeHeight);
    const int top = text.center().y() - (nameHeight + metric::gap / 2 + previewHeight) / 2 + 1;
    paintFirstLine(*painter, QRect(text.left(), top, text.width(), nameHeight), row, look, nameFont);
    paintSecondLine(*painter,
                    QRect(text.left(), top + nameHeight + metric::gap / 2, text.width(), previewHeight), row,
                    look, option);
    painter->restore();
}

void ConversationDelegate::paintFirstLine(QPainter &painter, const QRect &line,
                                          const ConversationRowData &row, const ConversationRowLook &look,
                                          const QFont &font) const
{
    QRect nameRect = line;
    if (row.lastAtMs > 0) {
        QFont timeFont = smallFont(font);
        timeFont.setBold(look.bold && !look.bar);
        const QString time = listTime(row.lastAtMs, m_clock.nowMs(), QLocale());
        painter.setFont(timeFont);
        painter.setPen(look.time);
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, time);
        nameRect.setRight(line.right() - QFontMetrics(timeFont).horizontalAdvance(time) - metric::gap2);
    }
    painter.setFont(font);
    painter.setPen(look.name);
    painter.drawText(nameRect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     QFontMetrics(font).elidedText(row.name, Qt::ElideRight, nameRect.width()));
}

void ConversationDelegate::paintSecondLine(QPainter &painter, const QRect &line,
                                           const ConversationRowData &row, const ConversationRowLook &look,
                                           const QStyleOptionViewItem &option)
{
    QRect textRect = line;
    if (!look.badge.isEmpty())
        textRect.setRight(line.right()
                          - paintBadge(painter, line, look.badge, coloursFor(option.palette), option.font));
    const QFont font = smallFont(option.font);
    painter.setFont(font);
    painter.setPen(look.preview);
    painter.drawText(textRect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     QFontMetrics(font).elidedText(previewLine(row), Qt::ElideRight, textRect.width()));
}

bool ConversationDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &,
                                     const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return false;
    const ConversationRowData row = ConversationRowData::from(index);
    QString words = row.name == row.user ? row.name : row.name + QStringLiteral(" (%1)").arg(row.user);
    if (row.lastAtMs > 0)
        words += QLatin1Char('\n') + exactTime(row.lastAtMs, QLocale());
    // A tooltip guesses whether its text is HTML; an escaped one in a known tag cannot be misread.
    QToolTip::showText(event->globalPos(),
                       QStringLiteral("<p style='white-space:pre'>%1</p>").arg(words.toHtmlEscaped()), view);
    return true;
}

} // namespace ventanilla
