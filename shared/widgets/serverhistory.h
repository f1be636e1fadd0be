#pragma once

#include "protocol/session.h"

#include <QString>

namespace ventanilla {

/// Remembers which database the server spoke of. Numbers and cursors mean something only within
/// one: after a change of epoch, or when the server's counter went back because a copy was
/// restored, everything is to be loaded anew (PROTOCOL.md, New events).
class ServerHistory
{
public:
    /// Takes note of it; true if what was known before is void.
    bool isAnother(const Ready &ready)
    {
        const bool another = (!m_epoch.isEmpty() && ready.epoch != m_epoch) || ready.cursor < m_cursor;
        m_epoch = ready.epoch;
        m_cursor = ready.cursor;
        return another;
    }

private:
    QString m_epoch;
    qint64 m_cursor = 0;
};

} // namespace ventanilla
