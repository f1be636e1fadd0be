#include "core/timestamp.h"

#include <QDateTime>

namespace ventanilla {

QString toTimestamp(qint64 msSinceEpoch)
{
    return QDateTime::fromMSecsSinceEpoch(msSinceEpoch, Qt::UTC).toString(Qt::ISODateWithMs);
}

std::optional<qint64> fromTimestamp(const QString &text)
{
    constexpr qsizetype dateLength = 10;
    if (text.size() <= dateLength)
        return std::nullopt;
    const QStringView clock = QStringView(text).mid(dateLength);
    const bool hasZone = clock.endsWith(u'Z') || clock.contains(u'+') || clock.contains(u'-');
    // Without a zone QDateTime would read local time, in which an hour a year does not exist.
    const QDateTime time = QDateTime::fromString(hasZone ? text : text + u'Z', Qt::ISODateWithMs);
    // A zone, or 24:00, can lead out of the years that four digits can write.
    const int year = time.toUTC().date().year();
    if (!time.isValid() || year < 1 || year > 9999)
        return std::nullopt;
    return time.toMSecsSinceEpoch();
}

} // namespace ventanilla
