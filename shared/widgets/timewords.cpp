#include "widgets/timewords.h"

#include <QCoreApplication>
#include <QDateTime>

namespace ventanilla {

namespace {

constexpr qint64 minuteMs = 60'000;
constexpr qint64 hourMs = 60 * minuteMs;
constexpr qint64 daysByName = 7;

struct TimeWords {
    Q_DECLARE_TR_FUNCTIONS(ventanilla::TimeWords)
};

QString capitalised(QString text)
{
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

} // namespace

QString listTime(qint64 atMs, qint64 nowMs, const QLocale &locale)
{
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(atMs);
    const QDateTime now = QDateTime::fromMSecsSinceEpoch(nowMs);
    const qint64 days = at.date().daysTo(now.date());
    // A clock that is a little ahead of ours must not show the future.
    const qint64 ago = qMax<qint64>(0, nowMs - atMs);
    if (ago < minuteMs)
        return TimeWords::tr("now");
    if (ago < hourMs)
        return TimeWords::tr("%n min", nullptr, int(ago / minuteMs));
    if (days <= 0)
        return clockTime(atMs, locale);
    if (days == 1)
        return TimeWords::tr("Yesterday");
    if (days < daysByName)
        return capitalised(locale.dayName(at.date().dayOfWeek(), QLocale::ShortFormat));
    return locale.toString(at.date(), QLocale::ShortFormat);
}

QString dayTitle(qint64 atMs, qint64 nowMs, const QLocale &locale)
{
    const QDate day = QDateTime::fromMSecsSinceEpoch(atMs).date();
    const qint64 days = day.daysTo(QDateTime::fromMSecsSinceEpoch(nowMs).date());
    if (days == 0)
        return TimeWords::tr("Today");
    if (days == 1)
        return TimeWords::tr("Yesterday");
    return capitalised(locale.toString(day, QLocale::LongFormat));
}

QString clockTime(qint64 atMs, const QLocale &locale)
{
    return locale.toString(QDateTime::fromMSecsSinceEpoch(atMs).time(), QLocale::ShortFormat);
}

QString exactTime(qint64 atMs, const QLocale &locale)
{
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(atMs);
    return capitalised(locale.toString(at.date(), QLocale::LongFormat)) + QStringLiteral(", ")
        + locale.toString(at.time(), QStringLiteral("HH:mm:ss")) + QLatin1Char(' ')
        + at.timeZoneAbbreviation();
}

} // namespace ventanilla
