#include "core/jsonreader.h"

#include <cmath>

namespace ventanilla {

namespace {
constexpr double largestExactInteger = 9007199254740991.0; // 2^53 - 1
} // namespace

std::optional<qint64> wholeNumber(const QJsonValue &value)
{
    if (!value.isDouble())
        return std::nullopt;
    const double number = value.toDouble();
    if (std::trunc(number) != number || std::abs(number) > largestExactInteger)
        return std::nullopt;
    return static_cast<qint64>(number);
}

JsonReader::JsonReader(const QJsonValue &value)
    : m_object(value.toObject())
{
    if (!value.isObject())
        m_problem = QStringLiteral("expected an object");
}

QString JsonReader::string(QStringView key)
{
    const auto value = take(key, true);
    if (value && !value->isString())
        fail(key, u"a string");
    return value ? value->toString() : QString();
}

qint64 JsonReader::integer(QStringView key)
{
    const auto value = take(key, true);
    const auto number = value ? wholeNumber(*value) : std::nullopt;
    if (value && !number)
        fail(key, u"a whole number");
    return number.value_or(0);
}

bool JsonReader::boolean(QStringView key)
{
    const auto value = take(key, true);
    if (value && !value->isBool())
        fail(key, u"true or false");
    return value && value->toBool();
}

QJsonObject JsonReader::object(QStringView key)
{
    const auto value = take(key, true);
    if (value && !value->isObject())
        fail(key, u"an object");
    return value ? value->toObject() : QJsonObject();
}

QJsonArray JsonReader::array(QStringView key)
{
    const auto value = take(key, true);
    if (value && !value->isArray())
        fail(key, u"an array");
    return value ? value->toArray() : QJsonArray();
}

std::optional<QString> JsonReader::optionalString(QStringView key)
{
    const auto value = take(key, false);
    if (!value)
        return std::nullopt;
    if (!value->isString()) {
        fail(key, u"a string");
        return std::nullopt;
    }
    return value->toString();
}

std::optional<qint64> JsonReader::optionalInteger(QStringView key)
{
    const auto value = take(key, false);
    if (!value)
        return std::nullopt;
    const auto number = wholeNumber(*value);
    if (!number)
        fail(key, u"a whole number");
    return number;
}

std::optional<QJsonValue> JsonReader::take(QStringView key, bool required)
{
    if (!ok())
        return std::nullopt;
    const auto found = m_object.constFind(key);
    if (found == m_object.constEnd() || (!required && found->isNull())) {
        if (required)
            m_problem = QStringLiteral("missing field \"%1\"").arg(key);
        return std::nullopt;
    }
    return *found;
}

void JsonReader::fail(QStringView key, QStringView expected)
{
    if (ok())
        m_problem = QStringLiteral("field \"%1\" must be %2").arg(key, expected);
}

} // namespace ventanilla
