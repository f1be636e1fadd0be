#include "widgets/emptystate.h"

#include "widgets/theme.h"

#include <QEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace ventanilla {

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_title(new QLabel(this))
    , m_sentence(new QLabel(this))
    , m_action(new QPushButton(this))
{
    m_title->setTextFormat(Qt::PlainText);
    m_title->setObjectName(QStringLiteral("emptyTitle"));
    m_title->setFont(titleFont(font()));
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setObjectName(QStringLiteral("emptySentence"));
    m_action->setObjectName(QStringLiteral("emptyAction"));
    for (QLabel *label : {m_icon, m_title, m_sentence})
        label->setAlignment(Qt::AlignCenter);
    for (QLabel *label : {m_title, m_sentence})
        label->setWordWrap(true);

    // Wrapped labels get their right height only in a widget whose width is known.
    auto *block = new QWidget(this);
    block->setFixedWidth(metric::emptyStateWidth - 2 * metric::wideMargin);
    auto *column = new QVBoxLayout(block);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metric::gap2);
    for (QWidget *part : {static_cast<QWidget *>(m_icon), static_cast<QWidget *>(m_title),
                          static_cast<QWidget *>(m_sentence)})
        column->addWidget(part);
    column->addSpacing(metric::gap2);
    column->addWidget(m_action, 0, Qt::AlignHCenter);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, metric::wideMargin, 0, metric::wideMargin);
    layout->addStretch(2);
    layout->addWidget(block, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    m_title->hide();
    m_action->hide();
    connect(m_action, &QPushButton::clicked, this, &EmptyState::actionRequested);
    takeColours();
}

void EmptyState::setContent(Icon icon, const QString &title, const QString &sentence, const QString &action)
{
    m_iconKind = icon;
    m_title->setText(title);
    m_title->setVisible(!title.isEmpty());
    m_sentence->setText(sentence);
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    takeColours();
}

void EmptyState::takeColours()
{
    const Colours &theme = coloursFor(palette());
    QPalette quiet = palette();
    quiet.setColor(QPalette::WindowText, theme.secondaryText);
    m_sentence->setPalette(quiet);

    QPixmap pixmap(QSize(metric::emptyStateIcon, metric::emptyStateIcon) * devicePixelRatioF());
    pixmap.setDevicePixelRatio(devicePixelRatioF());
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paintIcon(painter, m_iconKind, QRectF(0, 0, metric::emptyStateIcon, metric::emptyStateIcon),
              blended(theme.secondaryText, theme.window, 0.6));
    painter.end();
    m_icon->setPixmap(pixmap);
}

void EmptyState::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        takeColours();
}

} // namespace ventanilla
