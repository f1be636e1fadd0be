#pragma once

#include <QLoggingCategory>

namespace ventanilla {

// One category a layer, switched with QT_LOGGING_RULES, e.g. "ventanilla.net.debug=true".
// A log line never holds a token, a password, a message's text or an e-mail address.
Q_DECLARE_LOGGING_CATEGORY(logApp)
Q_DECLARE_LOGGING_CATEGORY(logNet)
Q_DECLARE_LOGGING_CATEGORY(logEngineIo)
Q_DECLARE_LOGGING_CATEGORY(logSocketIo)
Q_DECLARE_LOGGING_CATEGORY(logAuth)
Q_DECLARE_LOGGING_CATEGORY(logChat)
Q_DECLARE_LOGGING_CATEGORY(logApi)
Q_DECLARE_LOGGING_CATEGORY(logStorage)
Q_DECLARE_LOGGING_CATEGORY(logClient)

/// A name chosen by somebody else, made safe for one line of a log: control characters, quotes and
/// direction marks are escaped, and it is cut to 64 characters. Comes with its own quotes.
QString forLog(QStringView foreign);

} // namespace ventanilla
