#include "widgets/messageinteraction.h"

#include "widgets/icons.h"
#include "widgets/messagelistview.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QDesktopServices>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QScrollBar>
#include <QTextBoundaryFinder>
#include <QTimerEvent>

namespace ventanilla {

namespace {

constexpr int scrollIntervalMs = 30;

/// The word at a place between two characters; at a word's end, that word and not what follows.
std::pair<int, int> wordAround(const QString &text, int position)
{
    QTextBoundaryFinder finder(QTextBoundaryFinder::Word, text);
    const bool endsWord = position > 0 && text.at(position - 1).isLetterOrNumber()
        && (position >= text.size() || !text.at(position).isLetterOrNumber());
    const int inside = endsWord ? position - 1 : position;
    finder.setPosition(inside);
    const qsizetype start = finder.isAtBoundary() ? inside : qMax<qsizetype>(0, finder.toPreviousBoundary());
    finder.setPosition(start);
    const qsizetype end = finder.toNextBoundary();
    return {int(start), int(end < 0 ? text.size() : end)};
}

} // namespace

MessageInteraction::MessageInteraction(MessageListView *view)
    : QObject(view)
    , m_view(view)
{
}

void MessageInteraction::press(QMouseEvent *event)
{
    const QPoint point = event->position().toPoint();
    m_pressedAt = point;
    m_dragged = false;
    if (event->button() != Qt::LeftButton || m_view->isRetryAt(point))
        return;
    const auto hit = m_view->hitAt(point);
    if (!hit.index.isValid() || hit.action)
        return;
    m_selecting = true;
    if (event->modifiers() & Qt::ShiftModifier)
        m_view->selectedText().extendTo(hit.index, hit.position);
    else
        m_view->selectedText().begin(hit.index, hit.position);
    m_view->setCurrentIndex(hit.index);
    m_view->viewport()->update();
}

void MessageInteraction::move(QMouseEvent *event)
{
    const QPoint point = event->position().toPoint();
    if (!m_selecting) {
        showCursorFor(point);
        return;
    }
    if ((point - m_pressedAt).manhattanLength() >= QApplication::startDragDistance())
        m_dragged = true;
    extendTo(point);
    const bool outside = point.y() < 0 || point.y() >= m_view->viewport()->height();
    if (outside && !m_scrollTimer.isActive())
        m_scrollTimer.start(scrollIntervalMs, this);
    else if (!outside)
        m_scrollTimer.stop();
}

void MessageInteraction::extendTo(const QPoint &point)
{
    m_lastPoint = point;
    const auto hit = m_view->hitAt(point);
    if (hit.index.isValid())
        m_view->selectedText().extendTo(hit.index, hit.position);
    m_view->viewport()->update();
}

void MessageInteraction::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_scrollTimer.timerId())
        scrollWhileSelecting();
}

void MessageInteraction::scrollWhileSelecting()
{
    const int height = m_view->viewport()->height();
    const int beyond = m_lastPoint.y() < 0 ? m_lastPoint.y() : qMax(0, m_lastPoint.y() - height + 1);
    QScrollBar *bar = m_view->verticalScrollBar();
    bar->setValue(bar->value() + beyond / 2);
    extendTo(m_lastPoint);
}

void MessageInteraction::release(QMouseEvent *event)
{
    m_scrollTimer.stop();
    const bool selected = m_selecting && m_dragged && !m_view->selectedText().isEmpty();
    m_selecting = false;
    if (event->button() != Qt::LeftButton)
        return;
    if (selected) {
        if (QApplication::clipboard()->supportsSelection())
            QApplication::clipboard()->setText(m_view->selectedText().text(), QClipboard::Selection);
        return;
    }
    const QPoint point = event->position().toPoint();
    if (m_view->isRetryAt(point)) {
        emit m_view->olderWanted();
        return;
    }
    const auto hit = m_view->hitAt(point);
    if (hit.action)
        run(*hit.action, hit.index);
    else if (hit.link && m_view->selectedText().isEmpty())
        QDesktopServices::openUrl(*hit.link);
}

void MessageInteraction::doubleClick(QMouseEvent *event)
{
    const auto hit = m_view->hitAt(event->position().toPoint());
    if (event->button() != Qt::LeftButton || !hit.index.isValid() || !hit.overText)
        return;
    const auto [from, to] = wordAround(hit.index.data(Qt::DisplayRole).toString(), hit.position);
    m_view->selectedText().begin(hit.index, from);
    m_view->selectedText().extendTo(hit.index, to);
    m_view->viewport()->update();
}

void MessageInteraction::showCursorFor(const QPoint &point)
{
    const auto hit = m_view->hitAt(point);
    Qt::CursorShape shape = Qt::ArrowCursor;
    if (hit.link || hit.action || m_view->isRetryAt(point))
        shape = Qt::PointingHandCursor;
    else if (hit.overText)
        shape = Qt::IBeamCursor;
    if (m_view->viewport()->cursor().shape() != shape)
        m_view->viewport()->setCursor(shape);
}

void MessageInteraction::run(MessageAction action, const QModelIndex &index)
{
    const MessageRowData row = MessageRowData::from(index);
    switch (action) {
    case MessageAction::Retry: emit m_view->retryRequested(row.key); break;
    case MessageAction::Copy: QApplication::clipboard()->setText(row.text); break;
    case MessageAction::Discard: emit m_view->discardRequested(row.key); break;
    }
}

void MessageInteraction::openMenu(QContextMenuEvent *event)
{
    QPoint point = event->pos();
    if (event->reason() == QContextMenuEvent::Keyboard)
        point = m_view->visualRect(m_view->currentIndex()).center();
    auto *menu = new QMenu(m_view);
    menu->setObjectName(QStringLiteral("messageMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillMenu(*menu, point);
    menu->popup(m_view->viewport()->mapToGlobal(point));
}

void MessageInteraction::fillMenu(QMenu &menu, const QPoint &point)
{
    const QColor ink = coloursFor(m_view->palette()).secondaryText;
    const auto hit = m_view->hitAt(point);
    const QPersistentModelIndex index = hit.index;
    if (hit.index.isValid()) {
        const MessageRowData row = MessageRowData::from(hit.index);
        if (row.state == MessageState::Failed) {
            menu.addAction(colouredIcon(Icon::Retry, ink), tr("Try to send again"), this,
                           [this, index] { run(MessageAction::Retry, index); });
            menu.addAction(colouredIcon(Icon::Discard, ink), tr("Discard"), this,
                           [this, index] { run(MessageAction::Discard, index); });
            menu.addSeparator();
        }
    }
    QAction *copySelected = menu.addAction(colouredIcon(Icon::Copy, ink), tr("Copy"), this, [this, index] {
        if (m_view->selectedText().isEmpty() && index.isValid())
            run(MessageAction::Copy, index);
        else
            copy();
    });
    copySelected->setObjectName(QStringLiteral("copyMessage"));
    copySelected->setEnabled(hit.index.isValid() || !m_view->selectedText().isEmpty());
    if (hit.link) {
        menu.addAction(tr("Copy the address of the link"), this,
                       [url = *hit.link] { QApplication::clipboard()->setText(url.toString()); });
    }
    menu.addAction(tr("Select all"), this, &MessageInteraction::selectAll);
}

bool MessageInteraction::handleKey(QKeyEvent *event)
{
    QScrollBar *bar = m_view->verticalScrollBar();
    if (event->matches(QKeySequence::Copy))
        copy();
    else if (event->matches(QKeySequence::SelectAll))
        selectAll();
    else if (event->key() == Qt::Key_PageUp)
        bar->triggerAction(QAbstractSlider::SliderPageStepSub);
    else if (event->key() == Qt::Key_PageDown)
        bar->triggerAction(QAbstractSlider::SliderPageStepAdd);
    else if (event->key() == Qt::Key_Home)
        bar->triggerAction(QAbstractSlider::SliderToMinimum);
    else if (event->key() == Qt::Key_End || event->key() == Qt::Key_Escape)
        m_view->showNewest();
    else
        return false;
    return true;
}

void MessageInteraction::copy()
{
    if (!m_view->selectedText().isEmpty())
        QApplication::clipboard()->setText(m_view->selectedText().text());
    else if (m_view->currentIndex().isValid())
        QApplication::clipboard()->setText(m_view->currentIndex().data(Qt::DisplayRole).toString());
}

void MessageInteraction::selectAll()
{
    const QAbstractItemModel *model = m_view->model();
    if (!model || model->rowCount() == 0)
        return;
    const QModelIndex last = model->index(model->rowCount() - 1, 0);
    m_view->selectedText().begin(model->index(0, 0), 0);
    m_view->selectedText().extendTo(last, int(last.data(Qt::DisplayRole).toString().size()));
    m_view->viewport()->update();
}

} // namespace ventanilla
