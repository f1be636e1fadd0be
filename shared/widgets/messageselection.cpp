#include "widgets/messageselection.h"

#include "widgets/messagerowdata.h"
#include "widgets/timewords.h"

#include <QAbstractItemModel>

#include <algorithm>

namespace ventanilla {

bool MessageSelection::End::isBefore(const End &other) const
{
    return std::pair(index.row(), position) < std::pair(other.index.row(), other.position);
}

void MessageSelection::begin(const QModelIndex &index, int position)
{
    m_anchor = {index, position};
    m_cursor = m_anchor;
}

void MessageSelection::extendTo(const QModelIndex &index, int position)
{
    if (!m_anchor.index.isValid())
        begin(index, position);
    m_cursor = {index, position};
}

void MessageSelection::clear()
{
    m_anchor = {};
    m_cursor = {};
}

bool MessageSelection::isEmpty() const
{
    if (!m_anchor.index.isValid() || !m_cursor.index.isValid())
        return true;
    return m_anchor.index == m_cursor.index && m_anchor.position == m_cursor.position;
}

std::pair<int, int> MessageSelection::rangeIn(const QModelIndex &index, int textLength) const
{
    if (isEmpty())
        return {0, 0};
    const End &first = m_anchor.isBefore(m_cursor) ? m_anchor : m_cursor;
    const End &last = m_anchor.isBefore(m_cursor) ? m_cursor : m_anchor;
    if (index.row() < first.index.row() || index.row() > last.index.row())
        return {0, 0};
    const int from = index.row() == first.index.row() ? first.position : 0;
    const int to = index.row() == last.index.row() ? last.position : textLength;
    return {qBound(0, from, textLength), qBound(0, to, textLength)};
}

QString MessageSelection::text() const
{
    if (isEmpty())
        return {};
    const QAbstractItemModel *model = m_anchor.index.model();
    const auto [first, last] = std::minmax({m_anchor.index.row(), m_cursor.index.row()});
    QStringList lines;
    for (int number = first; number <= last; ++number) {
        const QModelIndex index = model->index(number, 0);
        const MessageRowData row = MessageRowData::from(index);
        const auto [from, to] = rangeIn(index, int(row.text.size()));
        QString part = row.text.mid(from, to - from);
        if (first == last)
            return part;
        if (!part.isEmpty()) {
            lines.append(QStringLiteral("%1 (%2): %3")
                             .arg(authorWords(row), clockTime(row.sentAtMs, QLocale()), part));
        }
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace ventanilla
