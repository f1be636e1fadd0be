#pragma once

#include <QString>

namespace ventanilla {

/// Number of Unicode code points; a surrogate pair is one.
qsizetype codePointCount(QStringView text);

/// Whether the text has no U+0000, no unpaired surrogate and none of U+FFFE and U+FFFF, which SQLite
/// replaces: so it survives UTF-8, SQL and JSON unchanged.
bool isCleanText(QStringView text);

/// The form under which names are compared: NFC, case folded (Unicode, 5.18). Two names are the
/// same name exactly when their folded forms are equal.
QString foldedName(const QString &name);

} // namespace ventanilla
