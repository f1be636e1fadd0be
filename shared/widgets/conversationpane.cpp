#include "widgets/conversationpane.h"

#include "widgets/accessiblerows.h"
#include "widgets/composer.h"
#include "widgets/connectionbanner.h"
#include "widgets/emptystate.h"
#include "widgets/messagerowdata.h"
#include "widgets/theme.h"
#include "widgets/threadheader.h"

#include <QKeyEvent>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace ventanilla {

ConversationPane::ConversationPane(const Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_banner(new ConnectionBanner(clock, this))
    , m_header(new ThreadHeader(this))
    , m_pages(new QStackedWidget(this))
    , m_messages(new MessageListView(clock, this))
    , m_nothingOpen(new EmptyState(this))
    , m_emptyThread(new EmptyState(this))
    , m_composer(new Composer(this))
    , m_rows(new AccessibleRows(
          [](const QModelIndex &index) { return accessibleText(MessageRowData::from(index)); }, this))
{
    setObjectName(QStringLiteral("conversationPane"));
    setMinimumWidth(metric::threadMinimumWidth);
    m_nothingOpen->setObjectName(QStringLiteral("nothingOpen"));
    m_emptyThread->setObjectName(QStringLiteral("emptyThread"));
    layOut();
    m_messages->setModel(m_rows);
    connect(m_rows, &QAbstractItemModel::rowsInserted, this, &ConversationPane::choosePage);
    connect(m_rows, &QAbstractItemModel::rowsRemoved, this, &ConversationPane::choosePage);
    connect(m_rows, &QAbstractItemModel::modelReset, this, &ConversationPane::choosePage);
    connect(m_emptyThread, &EmptyState::actionRequested, this, &ConversationPane::reloadRequested);
    choosePage();
}

void ConversationPane::layOut()
{
    for (QWidget *page : {static_cast<QWidget *>(m_nothingOpen), static_cast<QWidget *>(m_emptyThread),
                          static_cast<QWidget *>(m_messages)})
        m_pages->addWidget(page);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_banner);
    layout->addWidget(m_header);
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_composer);
}

void ConversationPane::setThread(QAbstractItemModel *model)
{
    m_rows->setSourceModel(model);
    choosePage();
}

void ConversationPane::setHistory(MessageListView::History history)
{
    m_messages->setHistory(history);
    choosePage();
}

void ConversationPane::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        m_messages->showNewest();
    else
        QWidget::keyPressEvent(event);
}

void ConversationPane::choosePage()
{
    const bool open = m_rows->sourceModel() != nullptr;
    m_header->setVisible(open);
    m_composer->setVisible(open);
    if (!open) {
        m_pages->setCurrentWidget(m_nothingOpen);
    } else if (m_rows->rowCount() > 0) {
        m_pages->setCurrentWidget(m_messages);
    } else {
        describeEmptyThread();
        m_pages->setCurrentWidget(m_emptyThread);
    }
}

void ConversationPane::describeEmptyThread()
{
    using History = MessageListView::History;
    switch (m_messages->history()) {
    case History::Failed:
        m_emptyThread->setContent(Icon::Offline, tr("The messages could not be loaded"),
                                  tr("Check the connection and try again."), tr("Try again"));
        break;
    case History::Complete:
        m_emptyThread->setContent(Icon::Conversation, tr("No messages yet"),
                                  tr("Write the first one below."));
        break;
    case History::Unknown:
    case History::Loading:
    case History::More:
        m_emptyThread->setContent(Icon::Clock, {}, tr("Loading the messages…"));
        break;
    }
}

} // namespace ventanilla
