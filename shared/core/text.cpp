#include "core/text.h"

namespace ventanilla {

qsizetype codePointCount(QStringView text)
{
    qsizetype count = text.size();
    for (qsizetype i = 1; i < text.size(); ++i) {
        if (text[i - 1].isHighSurrogate() && text[i].isLowSurrogate())
            --count;
    }
    return count;
}

bool isCleanText(QStringView text)
{
    return text.isValidUtf16() && !text.contains(QChar(u'\0')) && !text.contains(QChar(0xFFFE))
        && !text.contains(QChar(0xFFFF));
}

QString foldedName(const QString &name)
{
    // Folding can undo the normal form (U+0345 does), so normalise last.
    return name.normalized(QString::NormalizationForm_C)
        .toCaseFolded()
        .normalized(QString::NormalizationForm_C);
}

} // namespace ventanilla
