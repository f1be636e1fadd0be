#include "client/serveraddress.h"

namespace ventanilla {

namespace {

bool isSecure(const QUrl &server)
{
    return server.scheme() == u"https" || server.scheme() == u"wss";
}

} // namespace

QString hostAndPort(const QUrl &server)
{
    const QString host = server.host();
    const QString bracketed = host.contains(u':') ? QString(u'[' + host + u']') : host;
    return bracketed + u':' + QString::number(server.port(isSecure(server) ? 443 : 80));
}

QString serverOrigin(const QUrl &server)
{
    return (isSecure(server) ? QStringLiteral("https://") : QStringLiteral("http://")) + hostAndPort(server);
}

QUrl socketIoUrl(const QUrl &server)
{
    QUrl url;
    url.setScheme(isSecure(server) ? QStringLiteral("wss") : QStringLiteral("ws"));
    url.setHost(server.host());
    url.setPort(server.port());
    url.setPath(QStringLiteral("/socket.io/"));
    url.setQuery(QStringLiteral("EIO=4&transport=websocket"));
    return url;
}

} // namespace ventanilla
