#pragma once

#include <QtGlobal>

namespace ventanilla {

/// The numbers that one transaction takes from the counter (PROTOCOL.md, Identity and order). Whoever
/// writes something that clients must hear of takes the next one; the transaction stores the last.
class Numbers
{
public:
    explicit Numbers(qint64 last)
        : m_last(last)
    {
    }

    /// The one that take() would give.
    qint64 next() const { return m_last + 1; }
    qint64 take() { return ++m_last; }
    qint64 last() const { return m_last; }

private:
    qint64 m_last;
};

} // namespace ventanilla
