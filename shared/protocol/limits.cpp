#include "protocol/limits.h"

#include "core/jsonreader.h"
#include "core/text.h"

#include <algorithm>

namespace ventanilla {

namespace {

constexpr qsizetype longestUsername = 64;
constexpr qsizetype longestDisplayName = 100;
constexpr qsizetype longestKey = 64;

/// U+FEFF counts as one: what reads a name as text may drop it, and then it is another name.
bool hasControlCharacter(QStringView text)
{
    return std::any_of(text.begin(), text.end(), [](QChar character) {
        const auto category = character.category();
        return category == QChar::Other_Control || category == QChar::Separator_Line
            || category == QChar::Separator_Paragraph || character == QChar::ByteOrderMark;
    });
}

QString nameProblem(const QString &name, qsizetype longest)
{
    if (name.isEmpty())
        return QStringLiteral("it is empty");
    if (codePointCount(name) > longest)
        return QStringLiteral("it is longer than %1 characters").arg(longest);
    if (!isCleanText(name) || hasControlCharacter(name))
        return QStringLiteral("it has control characters");
    if (name.front().isSpace() || name.back().isSpace())
        return QStringLiteral("it has white space at an end");
    return {};
}

} // namespace

QJsonObject Limits::toJson() const
{
    return {{QStringLiteral("mensaje"), messageLength}, {QStringLiteral("carga"), payloadBytes}};
}

Limits Limits::fromJson(const QJsonObject &json)
{
    Limits limits;
    const auto readInto = [&](qint64 &limit, QStringView key) {
        const auto number = wholeNumber(json.value(key));
        if (number && *number > 0)
            limit = *number;
    };
    readInto(limits.messageLength, u"mensaje");
    readInto(limits.payloadBytes, u"carga");
    return limits;
}

qsizetype messageLength(QStringView text)
{
    return codePointCount(text.trimmed());
}

std::optional<WireError> messageTextProblem(const QString &text, qint64 longest)
{
    if (!isCleanText(text))
        return WireError {ErrorCode::InvalidData, QStringLiteral("El mensaje tiene caracteres no válidos")};
    const qsizetype length = messageLength(text);
    if (length == 0)
        return WireError {ErrorCode::TextEmpty, QStringLiteral("El mensaje está vacío")};
    if (length > longest)
        return WireError {ErrorCode::TextTooLong,
                          QStringLiteral("El mensaje tiene más de %1 caracteres").arg(longest)};
    return std::nullopt;
}

QString usernameProblem(const QString &name)
{
    if (name != name.normalized(QString::NormalizationForm_C))
        return QStringLiteral("it is not in Unicode normal form C");
    return nameProblem(name, longestUsername);
}

QString displayNameProblem(const QString &name)
{
    return nameProblem(name, longestDisplayName);
}

bool isMessageKey(QStringView key)
{
    const auto allowed = [](QChar character) {
        const char16_t c = character.unicode();
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'-';
    };
    return !key.isEmpty() && key.size() <= longestKey && std::all_of(key.begin(), key.end(), allowed);
}

} // namespace ventanilla
