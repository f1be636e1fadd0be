#include "admin-client/statusstrip.h"

#include "widgets/accountbutton.h"
#include "widgets/connectionwords.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

namespace ventanilla {

namespace {

QLabel *makeWords(const QString &name, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setFont(smallFont(parent->font()));
    return label;
}

/// As in the banner: amber while it may get well by itself.
QColor dotColour(ConnectionState state, bool triesAgain, const Colours &colours)
{
    switch (state) {
    case ConnectionState::Connected:
        return colours.online;
    case ConnectionState::Disconnected:
        return triesAgain ? colours.waiting : colours.alarm;
    default:
        return colours.waiting;
    }
}

} // namespace

StatusStrip::StatusStrip(QWidget *parent)
    : QWidget(parent)
    , m_connection(makeWords(QStringLiteral("statusConnection"), this))
    , m_unread(makeWords(QStringLiteral("statusUnread"), this))
    , m_account(new AccountButton(this))
{
    setObjectName(QStringLiteral("statusStrip"));
    setMinimumHeight(metric::statusHeight);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(metric::wideMargin + metric::statusDot + metric::gap2, metric::line,
                               metric::gap2, 0);
    layout->setSpacing(metric::wideMargin);
    layout->addWidget(m_connection);
    layout->addStretch(1);
    layout->addWidget(m_unread);
    layout->addWidget(m_account);
    setStatus({});
    setUnread(0);
}

void StatusStrip::setStatus(const ConnectionStatus &status)
{
    m_state = status.state;
    m_triesAgain = status.nextTryAtMs.has_value();
    m_connection->setText(connectionWords(status));
    update();
}

void StatusStrip::setUnread(int count)
{
    m_unread->setText(count > 0 ? tr("%n unread", nullptr, count) : tr("Nothing unread"));
    m_unread->setFont(count > 0 ? boldFont(smallFont(font())) : smallFont(font()));
}

void StatusStrip::paintEvent(QPaintEvent *)
{
    const Colours &colours = coloursFor(palette());
    QPainter painter(this);
    painter.fillRect(rect(), colours.pane);
    painter.fillRect(QRect(0, 0, width(), metric::line), colours.line);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(dotColour(m_state, m_triesAgain, colours));
    painter.drawEllipse(QRectF(metric::wideMargin, (height() - metric::statusDot) / 2.0 + 0.5,
                               metric::statusDot, metric::statusDot));
}

} // namespace ventanilla
