// What MessageListView does with events: painting, resizing, and the hand-over to
// MessageInteraction. Its scrolling is in messagelistview.cpp.
#include "core/clock.h"
#include "widgets/messagedelegate.h"
#include "widgets/messageinteraction.h"
#include "widgets/messagelistview.h"
#include "widgets/newmessagespill.h"
#include "widgets/theme.h"
#include "widgets/timewords.h"

#include <QHelpEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

namespace ventanilla {

void MessageListView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.fillRect(event->rect(), coloursFor(palette()).window);
    if (m_heights.count() == 0)
        return;
    paintCaption(painter);
    for (int row = rowAtPoint(event->rect().top()); row < m_heights.count(); ++row) {
        if (rowTop(row) > event->rect().bottom())
            break;
        paintRow(painter, row);
    }
}

void MessageListView::paintCaption(QPainter &painter) const
{
    QString words;
    const Colours &colours = coloursFor(palette());
    QColor ink = colours.secondaryText;
    switch (m_history) {
    case History::Loading:
        words = tr("Loading earlier messages…");
        break;
    case History::Complete:
        words = tr("This is where the conversation begins");
        break;
    case History::Failed:
        words = tr("Earlier messages could not be loaded. Click to try again.");
        ink = colours.accent;
        break;
    case History::Unknown:
    case History::More:
        return;
    }
    painter.setFont(smallFont(font()));
    painter.setPen(ink);
    painter.drawText(
        QRect(0, rowTop(0) - metric::historyCaption, viewport()->width(), metric::historyCaption),
        Qt::AlignCenter, words);
}

void MessageListView::paintRow(QPainter &painter, int row)
{
    const QModelIndex index = model()->index(row, 0);
    const MessageLayout &layout = layoutOf(row);
    const auto [from, to] = m_selectedText.rangeIn(index, int(layout.row().text.size()));
    painter.save();
    painter.translate(0, rowTop(row));
    MessageDelegate::paintMessage(painter, layout,
                                  {.palette = palette(),
                                   .font = font(),
                                   .selectionStart = from,
                                   .selectionEnd = to,
                                   .focused = m_showsFocus && hasFocus() && index == currentIndex()});
    painter.restore();
}

void MessageListView::placePill()
{
    const QScrollBar *bar = verticalScrollBar();
    const bool far = bar->maximum() - bar->value() > viewport()->height();
    const bool shown = !m_atEnd && (m_newBelow > 0 || far);
    if (shown) {
        if (m_pill->count() != m_newBelow)
            m_pill->setCount(m_newBelow);
        m_pill->move((viewport()->width() - m_pill->width()) / 2,
                     viewport()->height() - m_pill->height() - metric::pillMargin);
    }
    m_pill->setVisible(shown);
}

void MessageListView::resizeEvent(QResizeEvent *event)
{
    QAbstractItemView::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        m_heights.forgetAll();
    forgetLayouts();
    settle();
}

void MessageListView::showEvent(QShowEvent *event)
{
    QAbstractItemView::showEvent(event);
    settle();
}

void MessageListView::hideEvent(QHideEvent *event)
{
    QAbstractItemView::hideEvent(event);
    announce();
}

void MessageListView::checkDay()
{
    const QDate today = QDateTime::fromMSecsSinceEpoch(m_clock.nowMs()).date();
    if (today == m_today)
        return;
    m_today = today;
    forgetLayouts();
    viewport()->update();
}

void MessageListView::changeEvent(QEvent *event)
{
    QAbstractItemView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange
        || event->type() == QEvent::LanguageChange)
        forgetMeasures();
}

void MessageListView::updateGeometries()
{
    QAbstractItemView::updateGeometries();
    settle();
}

void MessageListView::scrollContentsBy(int, int)
{
    if (m_settling)
        return;
    m_atEnd = isAtEnd();
    keepPlace();
    settle();
}

QRect MessageListView::visualRect(const QModelIndex &index) const
{
    if (!index.isValid() || index.row() >= m_heights.count())
        return {};
    return {0, rowTop(index.row()), viewport()->width(), m_heights.height(index.row())};
}

void MessageListView::scrollTo(const QModelIndex &index, ScrollHint)
{
    if (!index.isValid() || index.row() >= m_heights.count())
        return;
    m_heights.set(index.row(), layoutOf(index.row()).height());
    const QRect rect = visualRect(index);
    if (rect.top() < 0)
        verticalScrollBar()->setValue(verticalScrollBar()->value() + rect.top());
    else if (rect.bottom() >= viewport()->height())
        verticalScrollBar()->setValue(verticalScrollBar()->value() + rect.bottom() + 1
                                      - viewport()->height());
}

QModelIndex MessageListView::indexAt(const QPoint &point) const
{
    const int row = rowAtPoint(point.y());
    if (row < 0)
        return {};
    const QModelIndex index = model()->index(row, 0);
    return visualRect(index).contains(point) ? index : QModelIndex();
}

MessageListView::Hit MessageListView::hitAt(const QPoint &point) const
{
    const int row = rowAtPoint(point.y());
    if (row < 0)
        return {};
    const MessageLayout &layout = layoutOf(row);
    const QPointF inRow = point - QPoint(0, rowTop(row));
    return {model()->index(row, 0), layout.positionAt(inRow), layout.isOverText(inRow), layout.linkAt(inRow),
            layout.actionAt(inRow)};
}

bool MessageListView::isRetryAt(const QPoint &point) const
{
    return m_history == History::Failed && m_heights.count() > 0 && point.y() < rowTop(0)
        && point.y() >= rowTop(0) - metric::historyCaption;
}

bool MessageListView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const QModelIndex index = indexAt(help->pos());
        const QPoint inRow = help->pos() - visualRect(index).topLeft();
        if (index.isValid() && layoutOf(index.row()).bubble().contains(inRow)) {
            const MessageRowData &row = layoutOf(index.row()).row();
            QStringList words {exactTime(row.sentAtMs, QLocale()), stateWords(row)};
            words.removeAll(QString());
            QToolTip::showText(help->globalPos(), words.join(QLatin1Char('\n')), viewport());
        } else {
            QToolTip::hideText();
        }
        return true;
    }
    return QAbstractItemView::viewportEvent(event);
}

void MessageListView::mousePressEvent(QMouseEvent *event)
{
    m_showsFocus = false;
    m_interaction->press(event);
}

void MessageListView::mouseMoveEvent(QMouseEvent *event)
{
    m_interaction->move(event);
}

void MessageListView::mouseReleaseEvent(QMouseEvent *event)
{
    m_interaction->release(event);
}

void MessageListView::mouseDoubleClickEvent(QMouseEvent *event)
{
    m_interaction->doubleClick(event);
}

void MessageListView::contextMenuEvent(QContextMenuEvent *event)
{
    m_interaction->openMenu(event);
}

void MessageListView::keyPressEvent(QKeyEvent *event)
{
    if (m_interaction->handleKey(event))
        return;
    m_showsFocus = true;
    QAbstractItemView::keyPressEvent(event);
}

void MessageListView::focusInEvent(QFocusEvent *event)
{
    m_showsFocus = event->reason() != Qt::MouseFocusReason && event->reason() != Qt::PopupFocusReason;
    QAbstractItemView::focusInEvent(event);
    viewport()->update();
}

QModelIndex MessageListView::moveCursor(CursorAction action, Qt::KeyboardModifiers)
{
    if (m_heights.count() == 0)
        return {};
    const int last = m_heights.count() - 1;
    // From nowhere one starts at the newest that is on screen.
    if (!currentIndex().isValid())
        return model()->index(qBound(0, rowAtPoint(viewport()->height() - 1), last), 0);
    int row = currentIndex().row();
    switch (action) {
    case MoveUp:
    case MovePrevious:
    case MoveLeft:
        row -= 1;
        break;
    case MoveDown:
    case MoveNext:
    case MoveRight:
        row += 1;
        break;
    default:
        break;
    }
    return model()->index(qBound(0, row, last), 0);
}

} // namespace ventanilla
