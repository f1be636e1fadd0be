#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QJsonDocument>

namespace ventanilla {

/// Reads JSON text (RFC 8259) in UTF-8, and keeps what QJsonDocument of Qt 6.4 loses: U+FEFF at the
/// beginning of a string, which it takes for a byte order mark.
Result<QJsonDocument> jsonFromText(const QByteArray &text);

/// The same document in as few characters as possible, with U+FEFF escaped, for the sake of other
/// readers that lose it.
QByteArray jsonText(const QJsonDocument &document);

} // namespace ventanilla
