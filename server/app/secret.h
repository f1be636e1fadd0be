#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QProcessEnvironment>

namespace ventanilla {

/// The secret that signs tokens: `JWT_SECRET`, else the content of the file that `JWT_SECRET_FILE`
/// or `secretFile` names (without a trailing line break), else the one kept in `dataFolder`, which
/// is made at the first start (0600).
Result<QByteArray> loadSecret(const QProcessEnvironment &environment, const QString &secretFile,
                              const QString &dataFolder);

} // namespace ventanilla
