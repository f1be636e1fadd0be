#include "widgets/threadheader.h"

#include "widgets/avatar.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QPainter>

namespace ventanilla {

ThreadHeader::ThreadHeader(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("threadHeader"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ThreadHeader::setTrailing(QWidget *widget)
{
    m_trailing = widget;
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, metric::margin, metric::line);
    row->addStretch(1);
    row->addWidget(widget);
}

QSize ThreadHeader::sizeHint() const
{
    const int lines = QFontMetrics(boldFont(font())).height() + QFontMetrics(smallFont(font())).height();
    return {metric::threadMinimumWidth, qMax(metric::headerHeight, lines + 2 * metric::gap2)};
}

void ThreadHeader::setPerson(const QString &name, const QString &account)
{
    m_name = name;
    m_account = account;
    describe();
}

void ThreadHeader::setSubtitle(const QString &words, std::optional<bool> present)
{
    m_subtitle = words;
    m_present = present;
    describe();
}

void ThreadHeader::describe()
{
    setAccessibleName(m_subtitle.isEmpty() ? m_name : m_name + QStringLiteral(", ") + m_subtitle);
    update();
}

void ThreadHeader::paintEvent(QPaintEvent *)
{
    const Colours &colours = coloursFor(palette());
    QPainter painter(this);
    painter.fillRect(rect(), colours.window);
    painter.fillRect(QRect(0, height() - metric::line, width(), metric::line), colours.line);

    const QRect inner = rect().adjusted(metric::wideMargin, 0, -metric::wideMargin, -metric::line);
    const QRect avatar(inner.left(), inner.center().y() - metric::smallAvatar / 2 + 1, metric::smallAvatar,
                       metric::smallAvatar);
    painter.setFont(font());
    paintAvatar(painter, avatar, m_name, m_account, palette());
    if (m_present)
        paintPresence(painter, avatar, *m_present, colours.window, palette());

    const QFont nameFont = boldFont(font());
    const QFont wordsFont = smallFont(font());
    const int nameHeight = QFontMetrics(nameFont).height();
    const int wordsHeight = m_subtitle.isEmpty() ? 0 : QFontMetrics(wordsFont).height();
    const int taken = m_trailing && m_trailing->isVisible() ? m_trailing->width() + metric::gap2 : 0;
    const QRect text = inner.adjusted(metric::smallAvatar + metric::margin, 0, -taken, 0);
    const int top = text.center().y() - (nameHeight + wordsHeight) / 2 + 1;
    painter.setFont(nameFont);
    painter.setPen(colours.text);
    painter.drawText(QRect(text.left(), top, text.width(), nameHeight), Qt::AlignLeft | Qt::TextSingleLine,
                     QFontMetrics(nameFont).elidedText(m_name, Qt::ElideRight, text.width()));
    painter.setFont(wordsFont);
    painter.setPen(colours.secondaryText);
    painter.drawText(QRect(text.left(), top + nameHeight, text.width(), wordsHeight),
                     Qt::AlignLeft | Qt::TextSingleLine,
                     QFontMetrics(wordsFont).elidedText(m_subtitle, Qt::ElideRight, text.width()));
}

} // namespace ventanilla
