#pragma once

#include "core/tokenbucket.h"

#include <QByteArray>
#include <QHash>
#include <QMutex>

#include <optional>

namespace ventanilla {

/// Bounds how fast the log grows, whatever clients do: so many lines of one level and category.
/// Errors always pass, and debug lines, which somebody asked for. Thread-safe.
class LogLimit
{
public:
    /// Lines a second on average, and at once.
    LogLimit(double rate, double burst);

    /// Whether a line may be written at this time (Clock::steadyMs()), and if so, how many of its
    /// level and category were left out before it.
    std::optional<qint64> admit(QtMsgType level, const char *category, qint64 nowMs);

private:
    struct Kind {
        TokenBucket lines;
        qint64 leftOut = 0;
    };

    const double m_rate;
    const double m_burst;
    QMutex m_mutex;
    QHash<std::pair<QtMsgType, QByteArray>, Kind> m_kinds;
};

} // namespace ventanilla
