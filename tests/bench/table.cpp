#include "table.h"

#include <algorithm>

namespace ventanilla {

QString Table::text() const
{
    QList<qsizetype> widths(m_rows.first().size(), 1);
    for (const QStringList &row : m_rows) {
        for (qsizetype column = 0; column < row.size(); ++column)
            widths[column] = std::max(widths[column], row[column].size());
    }
    QString text;
    for (qsizetype number = 0; number < m_rows.size(); ++number) {
        const QStringList &row = m_rows[number];
        for (qsizetype column = 0; column < row.size(); ++column) {
            // Words to the left, figures to the right.
            const qsizetype width = widths[column];
            text += QStringLiteral("| ")
                + (column == 0 ? row[column].leftJustified(width) : row[column].rightJustified(width)) + u' ';
        }
        text += QStringLiteral("|\n");
        if (number > 0)
            continue;
        for (qsizetype column = 0; column < row.size(); ++column)
            text += u'|' + QString(widths[column] + 1, u'-') + (column == 0 ? u'-' : u':');
        text += QStringLiteral("|\n");
    }
    return text;
}

} // namespace ventanilla
