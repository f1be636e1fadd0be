#include "admin-client/conversationlistpanel.h"

#include "client/conversationlistmodel.h"
#include "core/clock.h"
#include "widgets/accessiblerows.h"
#include "widgets/conversationdelegate.h"
#include "widgets/conversationrowlook.h"
#include "widgets/emptystate.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

namespace ventanilla {

namespace {

constexpr int relativeTimesMs = 30'000;

} // namespace

ConversationListPanel::ConversationListPanel(const Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel(tr("Conversations"), this))
    , m_pages(new QStackedWidget(this))
    , m_list(new QListView(this))
    , m_empty(new EmptyState(this))
    , m_rows(new AccessibleRows(
          [&clock](const QModelIndex &index) {
              return accessibleText(ConversationRowData::from(index), clock.nowMs());
          },
          this))
    , m_minute(new QTimer(this))
{
    setObjectName(QStringLiteral("conversationPanel"));
    setMinimumWidth(metric::listMinimumWidth);
    setMaximumWidth(metric::listMaximumWidth);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setFont(titleFont(font()));
    m_title->setMinimumHeight(metric::headerHeight);
    m_title->setContentsMargins(metric::wideMargin, 0, metric::wideMargin, 0);
    m_list->setItemDelegate(new ConversationDelegate(clock, m_list));
    m_empty->setObjectName(QStringLiteral("noConversations"));
    buildList();

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_title);
    layout->addWidget(m_pages, 1);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_list);

    connect(m_rows, &QAbstractItemModel::rowsInserted, this, &ConversationListPanel::choosePage);
    connect(m_rows, &QAbstractItemModel::rowsRemoved, this, &ConversationListPanel::choosePage);
    connect(m_rows, &QAbstractItemModel::modelReset, this, &ConversationListPanel::choosePage);
    m_minute->start(relativeTimesMs);
    takeColours();
}

void ConversationListPanel::buildList()
{
    m_list->setObjectName(QStringLiteral("conversationList"));
    m_list->setAccessibleName(tr("Conversations"));
    m_list->setModel(m_rows);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // What is open is the model's to say; the view only knows where the keyboard is.
    m_list->setSelectionMode(QAbstractItemView::NoSelection);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setTabKeyNavigation(false);
    m_list->installEventFilter(this);
    m_list->viewport()->installEventFilter(this);
    connect(m_list, &QListView::clicked, this, &ConversationListPanel::choose);
    connect(m_list, &QListView::activated, this, &ConversationListPanel::choose);
    connect(m_minute, &QTimer::timeout, m_list->viewport(), qOverload<>(&QWidget::update));
}

void ConversationListPanel::setConversations(QAbstractItemModel *model)
{
    m_rows->setSourceModel(model);
    choosePage();
}

void ConversationListPanel::choosePage()
{
    m_pages->setCurrentWidget(m_rows->rowCount() > 0 ? static_cast<QWidget *>(m_list) : m_empty);
}

void ConversationListPanel::choose(const QModelIndex &index)
{
    if (index.isValid())
        emit chosen(index.data(ConversationListModel::UserRole).toString());
}

void ConversationListPanel::showRow(const QModelIndex &row)
{
    const QModelIndex index = m_rows->mapFromSource(row);
    m_list->setCurrentIndex(index);
    m_list->scrollTo(index);
}

bool ConversationListPanel::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::Enter:
    case QEvent::Leave:
        if (watched == m_list->viewport()) {
            m_pointerInside = event->type() == QEvent::Enter;
            updateHold();
        }
        break;
    case QEvent::FocusIn:
    case QEvent::FocusOut:
        if (watched == m_list) {
            // The focus has not changed yet while it is told.
            QMetaObject::invokeMethod(this, &ConversationListPanel::updateHold, Qt::QueuedConnection);
        }
        break;
    default:
        break;
    }
    return QWidget::eventFilter(watched, event);
}

void ConversationListPanel::updateHold()
{
    const bool held = m_pointerInside || m_list->hasFocus();
    if (m_held == held)
        return;
    m_held = held;
    emit holdChanged(held);
}

void ConversationListPanel::takeColours()
{
    const Colours &colours = coloursFor(palette());
    QPalette pane = palette();
    pane.setColor(QPalette::Base, colours.pane);
    m_list->setPalette(pane);
}

void ConversationListPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        takeColours();
}

void ConversationListPanel::paintEvent(QPaintEvent *)
{
    const Colours &colours = coloursFor(palette());
    QPainter painter(this);
    painter.fillRect(rect(), colours.pane);
    painter.fillRect(QRect(0, m_title->height() - metric::line, width(), metric::line), colours.line);
}

} // namespace ventanilla
