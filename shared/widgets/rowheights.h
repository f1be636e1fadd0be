#pragma once

#include <cstddef>
#include <vector>

namespace ventanilla {

/// The heights of a list's rows, of which only those that were ever near the screen are measured;
/// the others are estimates. Finding a row by its place costs a binary search. Plain data.
class RowHeights
{
public:
    void reset(int count, int estimate);
    void insert(int first, int count, int estimate);
    void remove(int first, int count);
    /// A measured height.
    void set(int row, int height);
    /// From now on an estimate; the number stays until the row is measured again.
    void forget(int first, int last);
    void forgetAll();

    int count() const { return int(m_rows.size()); }
    bool isMeasured(int row) const { return m_rows[std::size_t(row)].measured; }
    int height(int row) const { return m_rows[std::size_t(row)].height; }
    /// Where the row starts; `top(count())` is the total.
    int top(int row) const;
    int total() const { return top(count()); }
    /// The row at this place, the first or last one beyond the ends, -1 if there are none.
    int rowAt(int y) const;

private:
    struct Row {
        int height = 0;
        bool measured = false;
    };

    void bringUpTo(int row) const;
    void changedFrom(int row);

    std::vector<Row> m_rows;
    /// m_tops[i] is valid for i <= m_validTo.
    mutable std::vector<int> m_tops {0};
    mutable int m_validTo = 0;
};

} // namespace ventanilla
