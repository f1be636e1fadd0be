#include "widgets/style.h"

#include "widgets/theme.h"

#include <QPainter>
#include <QPushButton>
#include <QStyleFactory>
#include <QStyleOption>

namespace ventanilla {

namespace {

constexpr qreal sliderInk = 0.24;
constexpr qreal sliderInkUnderPointer = 0.42;
constexpr qreal buttonLine = 0.18;
constexpr qreal buttonHovered = 0.08;
constexpr qreal buttonPressed = 0.16;

QRect sliderRect(const QStyleOptionSlider &bar)
{
    const bool vertical = bar.orientation == Qt::Vertical;
    const int length = vertical ? bar.rect.height() : bar.rect.width();
    const int range = bar.maximum - bar.minimum;
    int slider = length;
    if (range > 0) {
        slider = int(qint64(bar.pageStep) * length / (qint64(range) + bar.pageStep));
        slider = qBound(qMin(metric::scrollSliderMinimum, length), slider, length);
    }
    const int at = QStyle::sliderPositionFromValue(bar.minimum, bar.maximum, bar.sliderPosition,
                                                   length - slider, bar.upsideDown);
    return vertical ? QRect(bar.rect.left(), bar.rect.top() + at, bar.rect.width(), slider)
                    : QRect(bar.rect.left() + at, bar.rect.top(), slider, bar.rect.height());
}

QRect scrollBarPart(const QStyleOptionSlider &bar, QStyle::SubControl part)
{
    const QRect slider = sliderRect(bar);
    const bool vertical = bar.orientation == Qt::Vertical;
    QRect before = bar.rect;
    QRect behind = bar.rect;
    if (vertical) {
        before.setBottom(slider.top() - 1);
        behind.setTop(slider.bottom() + 1);
    } else {
        before.setRight(slider.left() - 1);
        behind.setLeft(slider.right() + 1);
    }
    switch (part) {
    case QStyle::SC_ScrollBarGroove:
        return bar.rect;
    case QStyle::SC_ScrollBarSlider:
        return slider;
    case QStyle::SC_ScrollBarSubPage:
        return before;
    case QStyle::SC_ScrollBarAddPage:
        return behind;
    default:
        return {};
    }
}

void drawScrollBar(const QStyleOptionSlider &bar, QPainter &painter)
{
    const Colours &colours = coloursFor(bar.palette);
    painter.fillRect(bar.rect, bar.palette.base());
    if (bar.maximum <= bar.minimum)
        return;
    const bool touched = bar.state & (QStyle::State_MouseOver | QStyle::State_Sunken)
        && bar.activeSubControls & QStyle::SC_ScrollBarSlider;
    const int inset = metric::scrollBarInset;
    const QRectF slider = QRectF(sliderRect(bar)).adjusted(inset, inset, -inset, -inset);
    const qreal radius = qMin(slider.width(), slider.height()) / 2;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(blended(colours.text, colours.window, touched ? sliderInkUnderPointer : sliderInk));
    painter.drawRoundedRect(slider, radius, radius);
    painter.restore();
}

/// A frame inside `rect`, with the focus ring where it belongs.
void drawFrame(QPainter &painter, const QRect &rect, const QColor &fill, const QColor &line, int width)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(line, width));
    painter.setBrush(fill);
    const qreal half = width / 2.0;
    painter.drawRoundedRect(QRectF(rect).adjusted(half, half, -half, -half), metric::controlRadius,
                            metric::controlRadius);
    painter.restore();
}

void drawButton(const QStyleOptionButton &button, QPainter &painter)
{
    const Colours &colours = coloursFor(button.palette);
    const bool enabled = button.state & QStyle::State_Enabled;
    const bool flat = button.features & QStyleOptionButton::Flat;
    const bool focused =
        button.state & QStyle::State_HasFocus && button.state & QStyle::State_KeyboardFocusChange;
    const QColor ink = button.palette.color(QPalette::ButtonText);
    QColor fill = flat ? QColor(Qt::transparent) : button.palette.color(QPalette::Button);
    QColor line = flat ? QColor(Qt::transparent) : blended(ink, fill, buttonLine);
    if (!enabled && !flat) {
        fill = colours.pane;
        line = colours.line;
    } else if (button.state & QStyle::State_Sunken) {
        fill = flat ? ink : blended(ink, fill, buttonPressed);
        if (flat)
            fill.setAlphaF(buttonPressed);
    } else if (button.state & QStyle::State_MouseOver) {
        fill = flat ? ink : blended(ink, fill, buttonHovered);
        if (flat)
            fill.setAlphaF(buttonHovered);
    }
    if (focused)
        drawFrame(painter, button.rect, fill, flat ? ink : colours.accent, metric::focusRing);
    else
        drawFrame(painter, button.rect, fill, line, metric::line);
    const int gap = metric::focusRing + metric::line;
    // On a button of the accent's colour the ring needs a gap to be seen.
    if (focused && fill == colours.accent)
        drawFrame(painter, button.rect.adjusted(gap, gap, -gap, -gap), Qt::transparent, colours.onAccent,
                  metric::line);
}

} // namespace

Style::Style()
    : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion")))
{
}

int Style::pixelMetric(PixelMetric which, const QStyleOption *option, const QWidget *widget) const
{
    switch (which) {
    case PM_ScrollBarExtent:
        return metric::scrollBar;
    case PM_ScrollBarSliderMin:
        return metric::scrollSliderMinimum;
    default:
        return QProxyStyle::pixelMetric(which, option, widget);
    }
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
                            const QWidget *widget) const
{
    const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if (control == CC_ScrollBar && bar)
        return scrollBarPart(*bar, part);
    return QProxyStyle::subControlRect(control, option, part, widget);
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                               const QWidget *widget) const
{
    const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if (control == CC_ScrollBar && bar)
        drawScrollBar(*bar, *painter);
    else
        QProxyStyle::drawComplexControl(control, option, painter, widget);
}

void Style::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                        const QWidget *widget) const
{
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
    if (element == CE_PushButtonBevel && button)
        drawButton(*button, *painter);
    else if (element == CE_Splitter)
        painter->fillRect(option->rect, coloursFor(option->palette).line);
    else
        QProxyStyle::drawControl(element, option, painter, widget);
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                          const QWidget *widget) const
{
    const Colours &colours = coloursFor(option->palette);
    const bool focused = option->state & State_HasFocus;
    const auto *button = qobject_cast<const QPushButton *>(widget);
    if (element == PE_FrameFocusRect && button)
        return; // its bevel has the ring
    if (element != PE_PanelLineEdit)
        return QProxyStyle::drawPrimitive(element, option, painter, widget);
    drawFrame(*painter, option->rect, option->palette.color(QPalette::Base),
              focused ? colours.accent : colours.controlLine, focused ? metric::focusRing : metric::line);
}

} // namespace ventanilla
