#pragma once

#include <QLocale>
#include <QString>

namespace ventanilla {

/// Times as a conversation list says them, short: "now", "5 min", "14:32" of today, "Yesterday",
/// the day of this week, else the date. Both in milliseconds since 1970; shown in local time.
QString listTime(qint64 atMs, qint64 nowMs, const QLocale &locale);

/// The title above a day's messages: "Today", "Yesterday", or the date in words.
QString dayTitle(qint64 atMs, qint64 nowMs, const QLocale &locale);

/// Hour and minute.
QString clockTime(qint64 atMs, const QLocale &locale);

/// Everything, to the second, with the zone's name: for a tooltip.
QString exactTime(qint64 atMs, const QLocale &locale);

} // namespace ventanilla
