#pragma once

#include <QString>
#include <QUrl>

namespace ventanilla {

/// `host:port` with the scheme's port if the URL has none; an IPv6 address gets its brackets.
QString hostAndPort(const QUrl &server);

/// Two URLs with the same origin are the same server: `scheme://host:port`.
QString serverOrigin(const QUrl &server);

/// Where that server's Socket.IO endpoint is: `ws` for `http`, `wss` for `https`, websocket
/// transport of Engine.IO 4. Whatever else the URL holds is dropped.
QUrl socketIoUrl(const QUrl &server);

} // namespace ventanilla
