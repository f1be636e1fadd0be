#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

#include <optional>

namespace ventanilla {

/// Reads the fields of one JSON object with their types checked. The first field that is missing
/// or of the wrong type makes the reader fail; later reads give empty values, so that a parser is
/// a list of reads and one question at the end.
///
///     JsonReader read(object);
///     const QString to = read.string(u"para");
///     if (!read.ok()) return failure(read.problem());
class JsonReader
{
public:
    /// A value that is no object fails at once.
    explicit JsonReader(const QJsonValue &value);

    QString string(QStringView key);
    /// A whole number that fits 53 bits (RFC 8259, 6), the range in which JSON readers agree.
    qint64 integer(QStringView key);
    bool boolean(QStringView key);
    QJsonObject object(QStringView key);
    QJsonArray array(QStringView key);

    /// The same for fields that may be absent or null; present with a wrong type still fails.
    std::optional<QString> optionalString(QStringView key);
    std::optional<qint64> optionalInteger(QStringView key);

    bool ok() const { return m_problem.isEmpty(); }
    /// The first thing that was wrong, for a person; empty while ok().
    const QString &problem() const { return m_problem; }

private:
    std::optional<QJsonValue> take(QStringView key, bool required);
    void fail(QStringView key, QStringView expected);

    QJsonObject m_object;
    QString m_problem;
};

/// `value` as a whole number within 53 bits, if it is one.
std::optional<qint64> wholeNumber(const QJsonValue &value);

} // namespace ventanilla
