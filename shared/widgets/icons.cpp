#include "widgets/icons.h"

#include "widgets/theme.h"

#include <QFile>
#include <QGuiApplication>
#include <QPaintDevice>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace ventanilla {

namespace {

constexpr qreal disabledOpacity = 0.4;

QString fileOf(Icon icon)
{
    switch (icon) {
    case Icon::ArrowDown: return QStringLiteral("arrow-down");
    case Icon::Check: return QStringLiteral("check");
    case Icon::Clock: return QStringLiteral("clock");
    case Icon::Conversation: return QStringLiteral("conversation");
    case Icon::Copy: return QStringLiteral("copy");
    case Icon::Discard: return QStringLiteral("discard");
    case Icon::DoubleCheck: return QStringLiteral("double-check");
    case Icon::Failed: return QStringLiteral("failed");
    case Icon::Key: return QStringLiteral("key");
    case Icon::Offline: return QStringLiteral("offline");
    case Icon::Person: return QStringLiteral("person");
    case Icon::Retry: return QStringLiteral("retry");
    case Icon::Send: return QStringLiteral("send");
    }
    Q_UNREACHABLE();
}

QPixmap render(const QString &file, const QColor &colour, const QSize &deviceSize)
{
    QFile source(QStringLiteral(":/ventanilla/icons/%1.svg").arg(file));
    if (!source.open(QIODevice::ReadOnly))
        return {};
    QByteArray svg = source.readAll();
    // Qt's renderer knows currentColor only as the value of an attribute in the file itself.
    svg.replace("currentColor", colour.name().toUtf8());
    QSvgRenderer renderer(svg);
    QPixmap pixmap(deviceSize);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    renderer.render(&painter, QRectF(QPointF(), QSizeF(deviceSize)));
    return pixmap;
}

QPixmap cached(const QString &file, const QColor &colour, const QSize &deviceSize)
{
    const QString key = QStringLiteral("ventanilla/%1/%2/%3x%4")
                            .arg(file, colour.name(), QString::number(deviceSize.width()),
                                 QString::number(deviceSize.height()));
    QPixmap pixmap;
    if (!QPixmapCache::find(key, &pixmap)) {
        pixmap = render(file, colour, deviceSize);
        QPixmapCache::insert(key, pixmap);
    }
    return pixmap;
}

QPixmap faded(const QPixmap &pixmap)
{
    QPixmap result(pixmap.size());
    result.setDevicePixelRatio(pixmap.devicePixelRatio());
    result.fill(Qt::transparent);
    QPainter painter(&result);
    painter.setOpacity(disabledOpacity);
    painter.drawPixmap(0, 0, pixmap);
    return result;
}

} // namespace

void paintIcon(QPainter &painter, Icon icon, const QRectF &place, const QColor &colour)
{
    const qreal ratio = painter.device()->devicePixelRatioF();
    QPixmap pixmap = cached(fileOf(icon), colour, (place.size() * ratio).toSize());
    pixmap.setDevicePixelRatio(ratio);
    painter.drawPixmap(place.topLeft(), pixmap);
}

QIcon colouredIcon(Icon icon, const QColor &colour)
{
    QIcon result;
    for (const int factor : {1, 2}) {
        QPixmap pixmap = cached(fileOf(icon), colour, QSize(metric::icon, metric::icon) * factor);
        pixmap.setDevicePixelRatio(factor);
        result.addPixmap(pixmap, QIcon::Normal);
        result.addPixmap(faded(pixmap), QIcon::Disabled);
    }
    return result;
}

QIcon applicationIcon()
{
    QIcon result;
    for (const int size : {16, 24, 32, 48, 64, 128})
        result.addPixmap(cached(QStringLiteral("ventanilla"), Qt::black, QSize(size, size)));
    return result;
}

} // namespace ventanilla
