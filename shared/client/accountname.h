#pragma once

#include <QString>
#include <QUrl>

namespace ventanilla {

/// Names what is kept for an account at a server, for use as a file name: a digest, because names may
/// hold what file names may not.
QString accountFileName(const QUrl &server, const QString &username);

} // namespace ventanilla
