#include "widgets/newmessagespill.h"

#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QPainter>

namespace ventanilla {

NewMessagesPill::NewMessagesPill(QWidget *parent)
    : QAbstractButton(parent)
{
    setObjectName(QStringLiteral("newMessagesPill"));
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::NoFocus);
    setToolTip(tr("Go to the newest message (Esc)"));
    setCount(0);
    hide();
}

void NewMessagesPill::setCount(int count)
{
    m_count = count;
    setText(count > 0 ? tr("%n new", "messages below", count) : QString());
    setAccessibleName(count > 0 ? tr("%n new, go to the newest message", nullptr, count)
                                : tr("Go to the newest message"));
    resize(sizeHint());
    updateGeometry();
    update();
}

QSize NewMessagesPill::sizeHint() const
{
    if (text().isEmpty())
        return {metric::pillHeight, metric::pillHeight};
    const int words = QFontMetrics(boldFont(smallFont(font()))).horizontalAdvance(text());
    return {metric::margin + metric::smallIcon + metric::gap2 + words + metric::wideMargin,
            metric::pillHeight};
}

void NewMessagesPill::paintEvent(QPaintEvent *)
{
    const Colours &colours = coloursFor(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool bare = text().isEmpty();
    const QColor ground = bare ? colours.window : colours.pill;
    const QColor ink = bare ? colours.secondaryText : colours.onPill;
    painter.setPen(bare ? QPen(colours.line, metric::line) : QPen(Qt::NoPen));
    painter.setBrush(underMouse() ? blended(ink, ground, 0.1) : ground);
    const qreal half = metric::line / 2.0;
    painter.drawRoundedRect(QRectF(rect()).adjusted(half, half, -half, -half), height() / 2.0,
                            height() / 2.0);

    const int left = bare ? (width() - metric::smallIcon) / 2 : metric::margin;
    paintIcon(painter, Icon::ArrowDown,
              QRectF(left, (height() - metric::smallIcon) / 2.0, metric::smallIcon, metric::smallIcon), ink);
    painter.setPen(ink);
    painter.setFont(boldFont(smallFont(font())));
    painter.drawText(rect().adjusted(metric::margin + metric::smallIcon + metric::gap2, 0, 0, 0),
                     Qt::AlignLeft | Qt::AlignVCenter, text());
}

} // namespace ventanilla
