#include "widgets/composer.h"

#include "protocol/limits.h"
#include "widgets/icons.h"
#include "widgets/messageedit.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

namespace ventanilla {

namespace {

/// The counter appears when less than this part of the limit is left.
constexpr qint64 counterFraction = 20;

} // namespace

Composer::Composer(QWidget *parent)
    : QWidget(parent)
    , m_edit(new MessageEdit(this))
    , m_counter(new QLabel(this))
    , m_send(new QToolButton(this))
    , m_longest(Limits().messageLength)
{
    setObjectName(QStringLiteral("composer"));
    setFocusProxy(m_edit);
    build();
    connect(m_edit, &MessageEdit::submitRequested, this, &Composer::submit);
    connect(m_edit, &MessageEdit::textChanged, this, [this] {
        judge();
        if (!m_settingDraft)
            emit edited();
    });
    connect(m_edit, &MessageEdit::focusChanged, this, [this](bool focused) {
        m_focused = focused;
        update();
    });
    connect(m_send, &QToolButton::clicked, this, &Composer::submit);
    takeColours();
    judge();
}

void Composer::build()
{
    m_edit->setPlaceholderText(tr("Write a message…"));
    m_edit->setAccessibleName(tr("Message"));
    m_edit->setAccessibleDescription(tr("Enter sends, Shift+Enter breaks the line"));
    m_counter->setObjectName(QStringLiteral("messageCounter"));
    m_counter->setTextFormat(Qt::PlainText);
    m_counter->setFont(smallFont(font()));
    m_counter->hide();
    m_send->setObjectName(QStringLiteral("sendButton"));
    m_send->setToolTip(tr("Send (Enter)"));
    m_send->setAccessibleName(tr("Send"));
    m_send->setAutoRaise(true);
    m_send->setIconSize({metric::icon, metric::icon});
    m_send->setFixedSize(metric::sendButton, metric::sendButton);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(metric::wideMargin + metric::gap2, metric::gap2 + metric::gap,
                               metric::wideMargin + metric::gap, metric::margin + metric::gap);
    layout->setSpacing(metric::gap2);
    layout->addWidget(m_edit, 1, Qt::AlignVCenter);
    layout->addWidget(m_counter, 0, Qt::AlignBottom);
    layout->addWidget(m_send, 0, Qt::AlignBottom);
}

void Composer::setLongest(qint64 longest)
{
    m_longest = longest;
    judge();
}

Composer::Draft Composer::draft() const
{
    return {m_edit->toPlainText(), m_edit->textCursor().position()};
}

void Composer::setDraft(const Draft &draft)
{
    m_settingDraft = true;
    m_edit->setPlainText(draft.text);
    m_settingDraft = false;
    QTextCursor cursor = m_edit->textCursor();
    cursor.setPosition(qBound(0, draft.cursor, int(m_edit->document()->characterCount()) - 1));
    m_edit->setTextCursor(cursor);
}

void Composer::submit()
{
    const QString text = m_edit->toPlainText();
    if (messageTextProblem(text, m_longest))
        return;
    // First out of the field: whoever takes it may look at the draft.
    m_edit->clear();
    emit submitted(text);
}

void Composer::judge()
{
    const QString text = m_edit->toPlainText();
    m_send->setEnabled(!messageTextProblem(text, m_longest));

    const qint64 left = m_longest - messageLength(text);
    m_counter->setVisible(left <= m_longest / counterFraction);
    m_counter->setText(left >= 0 ? tr("%n left", "characters", int(left))
                                 : tr("%n too many", "characters", int(-left)));
    QPalette colours = palette();
    const Colours &theme = coloursFor(colours);
    colours.setColor(QPalette::WindowText, left >= 0 ? theme.secondaryText : theme.alarm);
    m_counter->setPalette(colours);
    m_counter->setFont(left >= 0 ? smallFont(font()) : boldFont(smallFont(font())));
}

void Composer::takeColours()
{
    QPalette clear = palette();
    clear.setColor(QPalette::Base, Qt::transparent);
    m_edit->setPalette(clear);
    m_edit->viewport()->setAutoFillBackground(false);
    m_send->setIcon(colouredIcon(Icon::Send, coloursFor(palette()).accent));
}

void Composer::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        takeColours();
        judge();
    }
}

void Composer::paintEvent(QPaintEvent *)
{
    const Colours &colours = coloursFor(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int pen = m_focused ? metric::focusRing : metric::line;
    const qreal half = pen / 2.0;
    painter.setPen(QPen(m_focused ? colours.accent : colours.controlLine, pen));
    painter.setBrush(colours.window);
    const QRectF frame =
        QRectF(rect()).adjusted(metric::wideMargin, metric::gap2, -metric::wideMargin, -metric::margin);
    painter.drawRoundedRect(frame.adjusted(half, half, -half, -half), metric::composerRadius,
                            metric::composerRadius);
}

} // namespace ventanilla
