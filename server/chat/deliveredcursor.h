#pragma once

#include <QtGlobal>

#include <algorithm>

namespace ventanilla {

/// The last number whose event went to the rooms: a session that joins them now gets everything above
/// it live, and has to fetch the rest (PROTOCOL.md, Identity and order). Whoever delivers something
/// with a number moves it on, in the same turn of the loop. Lives on the network's thread.
class DeliveredCursor
{
public:
    explicit DeliveredCursor(qint64 last)
        : m_last(last)
    {
    }

    qint64 last() const { return m_last; }
    void moveTo(qint64 number) { m_last = std::max(m_last, number); }

private:
    qint64 m_last;
};

} // namespace ventanilla
