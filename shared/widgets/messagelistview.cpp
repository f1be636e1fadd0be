#include "widgets/messagelistview.h"

#include "client/messagelistmodel.h"
#include "core/clock.h"
#include "widgets/messagedelegate.h"
#include "widgets/messageinteraction.h"
#include "widgets/newmessagespill.h"
#include "widgets/theme.h"

#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QTimer>

namespace ventanilla {

namespace {

constexpr int estimatedHeight = 48;
constexpr std::size_t mostKeptLayouts = 256;
constexpr int dayCheckMs = 60'000;
constexpr int linesPerStep = 2;

} // namespace

MessageListView::MessageListView(const Clock &clock, QWidget *parent)
    : QAbstractItemView(parent)
    , m_delegate(new MessageDelegate(clock, this))
    , m_interaction(new MessageInteraction(this))
    , m_pill(new NewMessagesPill(viewport()))
    , m_dayTimer(new QTimer(this))
    , m_clock(clock)
    , m_today(QDateTime::fromMSecsSinceEpoch(clock.nowMs()).date())
{
    setObjectName(QStringLiteral("messageList"));
    setAccessibleName(tr("Messages"));
    setItemDelegate(m_delegate);
    setFrameShape(QFrame::NoFrame);
    setSelectionMode(QAbstractItemView::NoSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // Without its own room the width, and with it every height, would change when it appears.
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    viewport()->setMouseTracking(true);
    connect(m_pill, &QAbstractButton::clicked, this, &MessageListView::showNewest);
    connect(m_dayTimer, &QTimer::timeout, this, &MessageListView::checkDay);
    m_dayTimer->start(dayCheckMs);
}

MessageListView::~MessageListView() = default;

void MessageListView::setModel(QAbstractItemModel *newModel)
{
    if (model())
        model()->disconnect(this);
    m_anchor = QPersistentModelIndex();
    m_selectedText.clear();
    QAbstractItemView::setModel(newModel);
    if (newModel)
        connectModel(newModel);
    m_atEnd = true;
    m_newBelow = 0;
    settle();
}

void MessageListView::connectModel(QAbstractItemModel *newModel)
{
    connect(newModel, &QAbstractItemModel::rowsRemoved, this, &MessageListView::settle);
    connect(newModel, &QAbstractItemModel::rowsMoved, this, &MessageListView::forgetMeasures);
    connect(newModel, &QAbstractItemModel::layoutChanged, this, &MessageListView::forgetMeasures);
}

void MessageListView::reset()
{
    QAbstractItemView::reset();
    m_heights.reset(model() ? model()->rowCount(rootIndex()) : 0, estimatedHeight);
    m_selectedText.clear();
    m_anchor = QPersistentModelIndex();
    m_atEnd = true;
    m_newBelow = 0;
    forgetLayouts();
    settle();
}

void MessageListView::rowsInserted(const QModelIndex &parent, int start, int end)
{
    const bool belowScreen = !m_atEnd && start > 0 && start > rowAtPoint(viewport()->height() - 1);
    m_heights.insert(start, end - start + 1, estimatedHeight);
    forgetLayouts();
    if (belowScreen) {
        for (int row = start; row <= end; ++row) {
            if (!model()->index(row, 0).data(MessageListModel::OutgoingRole).toBool())
                ++m_newBelow;
        }
    }
    QAbstractItemView::rowsInserted(parent, start, end);
    settle();
}

void MessageListView::rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end)
{
    QAbstractItemView::rowsAboutToBeRemoved(parent, start, end);
    m_heights.remove(start, end - start + 1);
    forgetLayouts();
}

void MessageListView::dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                                  const QList<int> &roles)
{
    QAbstractItemView::dataChanged(topLeft, bottomRight, roles);
    m_heights.forget(topLeft.row(), bottomRight.row());
    forgetLayouts();
    settle();
}

void MessageListView::forgetMeasures()
{
    m_heights.forgetAll();
    forgetLayouts();
    settle();
}

const MessageLayout &MessageListView::layoutOf(int row) const
{
    const auto found = m_layouts.find(row);
    if (found != m_layouts.end())
        return *found->second;
    if (m_layouts.size() >= mostKeptLayouts)
        m_layouts.clear();
    auto layout = m_delegate->layOut(model()->index(row, 0), viewport()->width(), font(), palette());
    return *m_layouts.emplace(row, std::move(layout)).first->second;
}

int MessageListView::contentHeight() const
{
    return m_heights.count() == 0 ? 0 : metric::historyCaption + m_heights.total() + metric::margin;
}

int MessageListView::verticalOffset() const
{
    // A thread shorter than the screen stands at its lower end, where the composer is.
    const int slack = qMax(0, viewport()->height() - contentHeight());
    return verticalScrollBar()->value() - slack;
}

int MessageListView::rowTop(int row) const
{
    return metric::historyCaption + m_heights.top(row) - verticalOffset();
}

int MessageListView::rowAtPoint(int y) const
{
    return m_heights.rowAt(y + verticalOffset() - metric::historyCaption);
}

bool MessageListView::isAtEnd() const
{
    return verticalScrollBar()->value() >= verticalScrollBar()->maximum();
}

bool MessageListView::measureOnScreen()
{
    bool changed = false;
    for (int row = rowAtPoint(0); row >= 0 && row < m_heights.count() && rowTop(row) < viewport()->height();
         ++row) {
        if (m_heights.isMeasured(row))
            continue;
        const int before = m_heights.height(row);
        m_heights.set(row, layoutOf(row).height());
        changed = changed || m_heights.height(row) != before;
    }
    return changed;
}

void MessageListView::settle()
{
    if (m_settling || !model() || m_heights.count() != model()->rowCount(rootIndex()))
        return;
    {
        const QScopedValueRollback guard(m_settling, true);
        QScrollBar *bar = verticalScrollBar();
        bar->setPageStep(viewport()->height());
        bar->setSingleStep(linesPerStep * fontMetrics().lineSpacing());
        // Each pass measures what it brought on screen, which may move it again.
        do {
            const int end = qMax(0, contentHeight() - viewport()->height());
            bar->setRange(0, end);
            int value = end;
            if (!m_atEnd && m_anchor.isValid()) {
                const int row = m_anchor.row();
                value = metric::historyCaption + m_heights.top(row) + m_heights.height(row) - m_anchorBottom;
            }
            bar->setValue(value);
        } while (measureOnScreen());
        m_atEnd = isAtEnd();
    }
    // The same row as long as it is on screen: what comes in above it may still change its height.
    if (m_anchor.isValid() && visualRect(m_anchor).intersects(viewport()->rect()))
        m_anchorBottom = visualRect(m_anchor).bottom() + 1;
    else
        keepPlace();
    announce();
    viewport()->update();
}

void MessageListView::keepPlace()
{
    int row = rowAtPoint(0);
    if (row < 0) {
        m_anchor = QPersistentModelIndex();
        return;
    }
    // A row that comes in at the top has an estimated height still; one below it keeps the place.
    for (int next = row; next < m_heights.count() && rowTop(next) < viewport()->height(); ++next) {
        if (m_heights.isMeasured(next)) {
            row = next;
            break;
        }
    }
    m_anchor = model()->index(row, 0);
    m_anchorBottom = rowTop(row) + m_heights.height(row);
}

void MessageListView::announce()
{
    const bool shown = isNewestShown();
    if (m_atEnd)
        m_newBelow = 0;
    placePill();
    if (shown != m_newestShown) {
        m_newestShown = shown;
        emit newestShownChanged(shown);
    }
    const bool nearTop = verticalScrollBar()->value() < viewport()->height();
    if (m_history == History::More && nearTop && m_heights.count() > 0 && isVisible()) {
        // Later: whoever answers changes the model, which may be in the middle of a change now.
        QMetaObject::invokeMethod(this, &MessageListView::olderWanted, Qt::QueuedConnection);
    }
}

bool MessageListView::isNewestShown() const
{
    if (!isVisible() || m_heights.count() == 0)
        return false;
    return verticalScrollBar()->value() >= verticalScrollBar()->maximum() - metric::margin;
}

void MessageListView::showNewest()
{
    m_atEnd = true;
    settle();
}

void MessageListView::showRow(int row)
{
    if (row < 0 || row >= m_heights.count())
        return;
    m_heights.set(row, layoutOf(row).height());
    m_atEnd = false;
    m_anchor = model()->index(row, 0);
    m_anchorBottom = m_heights.height(row);
    settle();
}

MessageListView::Place MessageListView::place() const
{
    if (m_atEnd || !m_anchor.isValid())
        return {};
    return {false, m_anchor.data(MessageListModel::IdentityRole).toString(), m_anchorBottom};
}

void MessageListView::setPlace(const Place &place)
{
    if (place.atNewest || !model()) {
        showNewest();
        return;
    }
    const QModelIndexList found = model()->match(model()->index(0, 0), MessageListModel::IdentityRole,
                                                 place.identity, 1, Qt::MatchExactly);
    if (found.isEmpty())
        return;
    m_atEnd = false;
    m_anchor = found.first();
    m_anchorBottom = place.bottom;
    settle();
}

void MessageListView::setHistory(History history)
{
    if (m_history == history)
        return;
    m_history = history;
    announce();
    viewport()->update();
}

} // namespace ventanilla
