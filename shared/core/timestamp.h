#pragma once

#include <QString>

#include <optional>

namespace ventanilla {

/// Milliseconds since 1970 as ISO 8601 in UTC with milliseconds, `2026-11-23T04:00:42.000Z`
/// (PROTOCOL.md, Identity and order).
QString toTimestamp(qint64 msSinceEpoch);

/// The inverse; also takes what the original's database holds: without milliseconds, with a space
/// for the T, or without a zone (then UTC). Nothing for anything else.
std::optional<qint64> fromTimestamp(const QString &text);

} // namespace ventanilla
