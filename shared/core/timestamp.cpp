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
    return time.isValid() ? std::optional(time.toMSecsSinceEpoch()) : std::nullopt;
}

} // namespace ventanilla
