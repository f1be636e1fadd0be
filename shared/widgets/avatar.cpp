#include "widgets/avatar.h"

#include "widgets/theme.h"

#include <QFont>
#include <QPainter>
#include <QTextBoundaryFinder>

#include <cmath>

namespace ventanilla {

namespace {

constexpr qreal initialsRatio = 0.36;

/// The first character as a reader counts them, if the word has a letter or a digit there.
QString firstLetter(const QString &word)
{
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, word);
    const qsizetype end = finder.toNextBoundary();
    if (end <= 0)
        return {};
    const QString grapheme = word.left(end);
    const uint first = grapheme.toUcs4().value(0);
    return QChar::isLetterOrNumber(first) ? grapheme.toUpper() : QString();
}

} // namespace

QString initialsOf(const QString &name)
{
    QStringList letters;
    for (const QString &word : name.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        const QString letter = firstLetter(word);
        if (!letter.isEmpty())
            letters.append(letter);
    }
    if (letters.isEmpty())
        return QStringLiteral("?");
    return letters.size() == 1 ? letters.first() : QString(letters.first() + letters.last());
}

QColor avatarColour(const QString &account, const QPalette &palette)
{
    // Not qHash: it is seeded anew in every process.
    uint hash = 2166136261u;
    for (const char byte : account.toUtf8())
        hash = (hash ^ static_cast<uchar>(byte)) * 16777619u;
    const auto &colours = coloursFor(palette).avatars;
    return colours[hash % colours.size()];
}

void paintAvatar(QPainter &painter, const QRectF &place, const QString &name, const QString &account,
                 const QPalette &palette)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(avatarColour(account, palette));
    painter.drawEllipse(place);

    QFont font = painter.font();
    font.setBold(false);
    font.setWeight(QFont::DemiBold);
    font.setPixelSize(qRound(place.height() * initialsRatio));
    painter.setFont(font);
    painter.setPen(coloursFor(palette).onBadge);
    painter.drawText(place, Qt::AlignCenter, initialsOf(name));
    painter.restore();
}

void paintPresence(QPainter &painter, const QRectF &avatar, bool online, const QColor &rim,
                   const QPalette &palette)
{
    const Colours &colours = coloursFor(palette);
    // On the circle's own edge, at half past four.
    const qreal reach = avatar.width() / 2 * std::sqrt(0.5);
    const QPointF centre = avatar.center() + QPointF(reach, reach);
    const qreal radius = metric::presenceDot / 2.0;

    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(rim);
    painter.drawEllipse(centre, radius + metric::presenceDotRim, radius + metric::presenceDotRim);
    painter.setBrush(online ? colours.online : colours.secondaryText);
    painter.drawEllipse(centre, radius, radius);
    if (!online) {
        painter.setBrush(rim);
        painter.drawEllipse(centre, radius - metric::presenceDotRim, radius - metric::presenceDotRim);
    }
    painter.restore();
}

} // namespace ventanilla
