#include "app/loglimit.h"

#include <QMutexLocker>

#include <utility>

namespace ventanilla {

LogLimit::LogLimit(double rate, double burst)
    : m_rate(rate)
    , m_burst(burst)
{
}

std::optional<qint64> LogLimit::admit(QtMsgType level, const char *category, qint64 nowMs)
{
    if (level != QtInfoMsg && level != QtWarningMsg)
        return 0;
    const QMutexLocker locker(&m_mutex);
    const std::pair key(level, QByteArray(category));
    auto kind = m_kinds.find(key);
    if (kind == m_kinds.end())
        kind = m_kinds.insert(key, {TokenBucket(m_rate, m_burst)});
    if (kind->lines.take(nowMs)) {
        ++kind->leftOut;
        return std::nullopt;
    }
    return std::exchange(kind->leftOut, 0);
}

} // namespace ventanilla
