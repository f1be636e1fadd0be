#pragma once

#include <QColor>
#include <QString>

class QPainter;
class QPalette;
class QRectF;

namespace ventanilla {

/// One or two capital letters that stand for a name; "?" for a name without letters or digits.
QString initialsOf(const QString &name);

/// The same account has the same colour on every machine and in every run.
QColor avatarColour(const QString &account, const QPalette &palette);

/// A circle with initials.
void paintAvatar(QPainter &painter, const QRectF &place, const QString &name, const QString &account,
                 const QPalette &palette);

/// The small mark of presence on an avatar's edge: filled when online, a ring when not, so that it
/// does not depend on seeing its colour. `rim` is the colour around it.
void paintPresence(QPainter &painter, const QRectF &avatar, bool online, const QColor &rim,
                   const QPalette &palette);

} // namespace ventanilla
