#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace ventanilla {

/// A table in Markdown, its columns aligned for whoever reads it in a terminal. Plain data.
class Table
{
public:
    explicit Table(const QStringList &titles) { add(titles); }

    void add(const QStringList &row) { m_rows.append(row); }
    QString text() const;

private:
    /// The first one holds the titles.
    QList<QStringList> m_rows;
};

/// With so many digits behind the point, as all figures are written.
inline QString figure(double value, int digits = 1)
{
    return QString::number(value, 'f', digits);
}

} // namespace ventanilla
