#include "widgets/messagelayout.h"

#include "widgets/theme.h"
#include "widgets/timewords.h"

#include <QCoreApplication>
#include <QFontMetricsF>

#include <cmath>

namespace ventanilla {

namespace {

struct MessageActionWords {
    Q_DECLARE_TR_FUNCTIONS(ventanilla::MessageAction)
};

/// The same text, character by character, with line ends that QTextLayout breaks at.
QString forLayout(QString text)
{
    text.replace(QLatin1Char('\n'), QChar::LineSeparator);
    text.replace(QChar::ParagraphSeparator, QChar::LineSeparator);
    text.replace(QLatin1Char('\r'), QChar(0x200B));
    return text;
}

QList<QTextLayout::FormatRange> linkFormats(const QList<Link> &links, const QPalette &palette)
{
    QList<QTextLayout::FormatRange> ranges;
    for (const Link &link : links) {
        QTextLayout::FormatRange range;
        range.start = link.start;
        range.length = link.length;
        range.format.setForeground(coloursFor(palette).accent);
        range.format.setFontUnderline(true);
        ranges.append(range);
    }
    return ranges;
}

} // namespace

MessageLayout::MessageLayout(MessageRowData row, const MessageLayoutContext &context)
    : m_row(std::move(row))
    , m_links(linksIn(m_row.text))
    , m_text(forLayout(m_row.text), context.font)
{
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    m_text.setTextOption(option);
    m_text.setFormats(linkFormats(m_links, context.palette));
    m_text.setCacheEnabled(true);

    qreal top = placeAbove(context);
    const qreal widest =
        qMin<qreal>(metric::bubbleMaximumWidth, context.width * metric::bubbleMaximumPercent / 100.0);
    layOutText(widest - 2 * metric::bubblePadding);
    placeBubble(top, widest, context);
    top = m_bubble.bottom();
    if (m_row.state == MessageState::Failed)
        top = placeFailure(top, context);
    m_height = int(std::ceil(top));
}

qreal MessageLayout::placeAbove(const MessageLayoutContext &context)
{
    const QFontMetricsF small(smallFont(context.font));
    const qreal left = metric::wideMargin;
    const qreal width = context.width - 2 * metric::wideMargin;
    qreal top = m_row.firstOfGroup ? metric::betweenGroups : metric::withinGroup;
    if (m_row.firstOfDay) {
        m_dayWords = dayTitle(m_row.sentAtMs, context.nowMs, QLocale());
        const qreal height = small.height() + 2 * metric::gap;
        m_dayPlace = QRectF(left, metric::aroundSeparator, width, height);
        top = m_dayPlace.bottom() + metric::aroundSeparator;
    }
    if (m_row.unreadMarker) {
        m_markerPlace = QRectF(left, top, width, small.height() + metric::gap);
        top = m_markerPlace.bottom() + metric::gap2;
    }
    if (m_row.firstOfGroup) {
        m_authorPlace = QRectF(left + metric::gap, top, width - 2 * metric::gap, small.height());
        top = m_authorPlace.bottom() + metric::gap;
    }
    return top;
}

void MessageLayout::layOutText(qreal longestLine)
{
    m_textWidth = std::ceil(breakLines(longestLine));
    // Lines of right-to-left text stand at the far end of the width they were given.
    if (m_row.text.isRightToLeft())
        breakLines(m_textWidth);
}

qreal MessageLayout::breakLines(qreal longestLine)
{
    qreal height = 0;
    qreal widest = 0;
    m_text.beginLayout();
    for (QTextLine line = m_text.createLine(); line.isValid(); line = m_text.createLine()) {
        line.setLineWidth(longestLine);
        line.setPosition(QPointF(0, height));
        height += line.height();
        widest = qMax(widest, line.naturalTextWidth());
    }
    m_text.endLayout();
    return widest;
}

void MessageLayout::placeBubble(qreal top, qreal widest, const MessageLayoutContext &context)
{
    const QFontMetricsF small(smallFont(context.font));
    m_footerTime = clockTime(m_row.sentAtMs, QLocale());
    qreal footerWidth = small.horizontalAdvance(m_footerTime);
    if (m_row.outgoing)
        footerWidth += metric::gap + metric::smallIcon;

    const QTextLine last = m_text.lineAt(m_text.lineCount() - 1);
    const qreal besideLast = last.naturalTextWidth() + metric::footerGap + footerWidth;
    const bool beside = !m_row.text.isRightToLeft() && besideLast <= widest - 2 * metric::bubblePadding;
    const qreal content = beside ? qMax(m_textWidth, besideLast) : qMax(m_textWidth, footerWidth);
    qreal height = last.y() + last.height();
    if (!beside)
        height += small.height();

    const QSizeF size(qMax<qreal>(std::ceil(content) + 2 * metric::bubblePadding, metric::bubbleMinimumWidth),
                      std::ceil(height) + 2 * metric::bubbleVerticalPadding);
    const qreal left =
        m_row.outgoing ? context.width - metric::wideMargin - size.width() : metric::wideMargin;
    m_bubble = QRectF(QPointF(left, top), size);
    m_textOrigin = m_bubble.topLeft() + QPointF(metric::bubblePadding, metric::bubbleVerticalPadding);
    m_footerPlace = QRectF(m_bubble.right() - metric::bubblePadding - footerWidth,
                           m_bubble.bottom() - metric::bubbleVerticalPadding - small.height() + 1,
                           footerWidth, small.height());
}

qreal MessageLayout::placeFailure(qreal top, const MessageLayoutContext &context)
{
    const QFontMetricsF small(smallFont(context.font));
    const qreal line = small.height() + metric::gap;
    const qreal y = top + metric::gap;
    const qreal end = context.width - metric::wideMargin;
    const QList<std::pair<MessageAction, QString>> offered {
        {MessageAction::Retry, MessageActionWords::tr("Retry")},
        {MessageAction::Copy, MessageActionWords::tr("Copy")},
        {MessageAction::Discard, MessageActionWords::tr("Discard")},
    };
    // From the right, in their order; the reason gets what they leave, or a line of its own.
    qreal right = end;
    for (auto it = offered.crbegin(); it != offered.crend(); ++it) {
        const qreal width = std::ceil(small.horizontalAdvance(it->second));
        m_actions.prepend({it->first, it->second, QRectF(right - width, y, width, line)});
        right -= width + metric::margin;
    }
    const qreal wanted =
        metric::smallIcon + metric::gap + std::ceil(small.horizontalAdvance(stateWords(m_row))) + 1;
    if (wanted <= right - metric::wideMargin) {
        m_failurePlace = QRectF(right - wanted, y, wanted, line);
        return y + line;
    }
    const qreal left = qMax<qreal>(metric::wideMargin, end - wanted);
    m_failurePlace = QRectF(left, y, end - left, line);
    for (ActionArea &area : m_actions)
        area.place.translate(0, line);
    return y + 2 * line;
}

int MessageLayout::positionAt(const QPointF &point) const
{
    const QPointF inText = point - m_textOrigin;
    for (int number = 0; number < m_text.lineCount(); ++number) {
        const QTextLine line = m_text.lineAt(number);
        const bool isLast = number == m_text.lineCount() - 1;
        if (inText.y() < line.y() + line.height() || isLast) {
            if (inText.y() < 0)
                return 0;
            if (isLast && inText.y() > line.y() + line.height() + metric::bubbleVerticalPadding)
                return int(m_row.text.size());
            return line.xToCursor(inText.x());
        }
    }
    return 0;
}

bool MessageLayout::isOverText(const QPointF &point) const
{
    const QPointF inText = point - m_textOrigin;
    for (int number = 0; number < m_text.lineCount(); ++number) {
        if (m_text.lineAt(number).naturalTextRect().contains(inText))
            return true;
    }
    return false;
}

std::optional<QUrl> MessageLayout::linkAt(const QPointF &point) const
{
    if (m_links.isEmpty() || !isOverText(point))
        return std::nullopt;
    const QPointF inText = point - m_textOrigin;
    for (int number = 0; number < m_text.lineCount(); ++number) {
        const QTextLine line = m_text.lineAt(number);
        if (!line.naturalTextRect().contains(inText))
            continue;
        const int position = line.xToCursor(inText.x(), QTextLine::CursorOnCharacter);
        for (const Link &link : m_links) {
            if (position >= link.start && position < link.start + link.length)
                return link.url;
        }
    }
    return std::nullopt;
}

std::optional<MessageAction> MessageLayout::actionAt(const QPointF &point) const
{
    for (const ActionArea &area : m_actions) {
        if (area.place.adjusted(-metric::gap, 0, metric::gap, 0).contains(point))
            return area.action;
    }
    return std::nullopt;
}

} // namespace ventanilla
