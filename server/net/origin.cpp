#include "net/origin.h"

#include "core/logging.h"

#include <QUrl>

namespace ventanilla {

bool isOriginAllowed(const HttpRequest &request, const QStringList &allowed)
{
    if (!request.hasHeader("origin"))
        return true;
    const QString origin = QString::fromUtf8(request.header("origin"));
    if (allowed.contains(QStringLiteral("*")) || allowed.contains(origin, Qt::CaseInsensitive))
        return true;

    const QUrl originUrl(origin, QUrl::StrictMode);
    const QString scheme = originUrl.scheme();
    if (!originUrl.isValid() || (scheme != u"http" && scheme != u"https"))
        return false;
    // A Host without a port means the default one of the scheme the page came by, which behind a
    // proxy only the Origin tells.
    const int defaultPort = scheme == u"https" ? 443 : 80;
    const QUrl hostUrl(scheme + QStringLiteral("://") + QString::fromUtf8(request.header("host")),
                       QUrl::StrictMode);
    return hostUrl.isValid() && !hostUrl.host().isEmpty() && hostUrl.host() == originUrl.host()
        && hostUrl.port(defaultPort) == originUrl.port(defaultPort);
}

void logRefusedOrigin(const HttpRequest &request)
{
    qCInfo(logNet).noquote() << "refused a page of the origin"
                             << forLog(QString::fromUtf8(request.header("origin"))) << "on"
                             << forLog(request.path);
}

} // namespace ventanilla
