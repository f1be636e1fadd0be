#pragma once

#include "protocol/typing.h"

#include <QList>
#include <QString>

namespace ventanilla {

/// "Ana is writing…"; empty for nobody.
QString typingWords(const QList<Typing> &typists);

} // namespace ventanilla
