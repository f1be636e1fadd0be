#include "core/logging.h"

namespace ventanilla {

Q_LOGGING_CATEGORY(logApp, "ventanilla.app", QtInfoMsg)
Q_LOGGING_CATEGORY(logNet, "ventanilla.net", QtInfoMsg)
Q_LOGGING_CATEGORY(logEngineIo, "ventanilla.engineio", QtInfoMsg)
Q_LOGGING_CATEGORY(logSocketIo, "ventanilla.socketio", QtInfoMsg)
Q_LOGGING_CATEGORY(logAuth, "ventanilla.auth", QtInfoMsg)
Q_LOGGING_CATEGORY(logChat, "ventanilla.chat", QtInfoMsg)
Q_LOGGING_CATEGORY(logApi, "ventanilla.api", QtInfoMsg)
Q_LOGGING_CATEGORY(logStorage, "ventanilla.storage", QtInfoMsg)
Q_LOGGING_CATEGORY(logClient, "ventanilla.client", QtInfoMsg)

QString forLog(QStringView foreign)
{
    constexpr qsizetype longest = 64;
    QString safe = QStringLiteral("\"");
    for (const QChar character : foreign.left(longest)) {
        const QChar::Category category = character.category();
        const bool printable = character.isPrint() && category != QChar::Other_Format
            && category != QChar::Separator_Line && category != QChar::Separator_Paragraph;
        if (character == u'"' || character == u'\\')
            safe += u'\\' + QString(character);
        else if (printable || character.isSurrogate())
            safe += character;
        else
            safe += QStringLiteral("\\u%1").arg(character.unicode(), 4, 16, QLatin1Char('0'));
    }
    if (foreign.size() > longest)
        safe += QChar(0x2026);
    return safe + u'"';
}

} // namespace ventanilla
