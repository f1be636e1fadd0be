#include "core/jsontext.h"

namespace ventanilla {

namespace {

constexpr QByteArrayView byteOrderMark = "\xEF\xBB\xBF";
constexpr QByteArrayView escapedMark = "\\ufeff";

/// Within JSON the character stands in strings only, where its escape means the same.
QByteArray withEscapedMarks(QByteArray text)
{
    if (text.contains(byteOrderMark))
        text.replace(byteOrderMark, escapedMark);
    return text;
}

} // namespace

Result<QJsonDocument> jsonFromText(const QByteArray &text)
{
    // Before the document it is a byte order mark, and may be there (RFC 8259, 8.1).
    const bool marked = text.startsWith(byteOrderMark);
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(
        withEscapedMarks(marked ? text.sliced(byteOrderMark.size()) : text), &problem);
    if (problem.error != QJsonParseError::NoError)
        return failure(Error {problem.errorString()});
    return document;
}

QByteArray jsonText(const QJsonDocument &document)
{
    return withEscapedMarks(document.toJson(QJsonDocument::Compact));
}

} // namespace ventanilla
