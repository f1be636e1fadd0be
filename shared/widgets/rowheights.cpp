#include "widgets/rowheights.h"

#include <algorithm>

namespace ventanilla {

void RowHeights::reset(int count, int estimate)
{
    m_rows.assign(std::size_t(count), Row {estimate, false});
    changedFrom(0);
}

void RowHeights::insert(int first, int count, int estimate)
{
    m_rows.insert(m_rows.begin() + first, std::size_t(count), Row {estimate, false});
    changedFrom(first);
}

void RowHeights::remove(int first, int count)
{
    m_rows.erase(m_rows.begin() + first, m_rows.begin() + first + count);
    changedFrom(first);
}

void RowHeights::set(int row, int height)
{
    Row &entry = m_rows[std::size_t(row)];
    entry.measured = true;
    if (entry.height != height) {
        entry.height = height;
        changedFrom(row);
    }
}

void RowHeights::forget(int first, int last)
{
    for (int row = std::max(first, 0); row <= std::min(last, count() - 1); ++row)
        m_rows[std::size_t(row)].measured = false;
}

void RowHeights::forgetAll()
{
    forget(0, count() - 1);
}

int RowHeights::top(int row) const
{
    bringUpTo(row);
    return m_tops[std::size_t(row)];
}

int RowHeights::rowAt(int y) const
{
    if (m_rows.empty())
        return -1;
    bringUpTo(count());
    const auto next = std::upper_bound(m_tops.begin(), m_tops.begin() + count() + 1, y);
    return std::clamp(int(next - m_tops.begin()) - 1, 0, count() - 1);
}

void RowHeights::bringUpTo(int row) const
{
    m_tops.resize(m_rows.size() + 1);
    for (; m_validTo < row; ++m_validTo)
        m_tops[std::size_t(m_validTo) + 1] =
            m_tops[std::size_t(m_validTo)] + m_rows[std::size_t(m_validTo)].height;
}

void RowHeights::changedFrom(int row)
{
    m_validTo = std::min(m_validTo, row);
}

} // namespace ventanilla
