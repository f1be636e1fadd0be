#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>

class QPainter;
class QRectF;

namespace ventanilla {

/// The project's own icons (resources/icons): strokes of 1.5 px on a grid of 20.
enum class Icon {
    ArrowDown,
    Check,
    Clock,
    Conversation,
    Copy,
    Discard,
    DoubleCheck,
    Failed,
    Key,
    Offline,
    Person,
    Retry,
    Send,
};

/// Paints an icon in one colour. Kept in the pixmap cache, so cheap enough for every row.
void paintIcon(QPainter &painter, Icon icon, const QRectF &place, const QColor &colour);

/// For widgets: in `colour`, and paler where the widget is disabled.
QIcon colouredIcon(Icon icon, const QColor &colour);

/// The application's own icon, for windows.
QIcon applicationIcon();

} // namespace ventanilla
