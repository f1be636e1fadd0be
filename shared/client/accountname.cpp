#include "client/accountname.h"

#include "client/serveraddress.h"
#include "core/text.h"

#include <QCryptographicHash>

namespace ventanilla {

QString accountFileName(const QUrl &server, const QString &username)
{
    const QString whose = serverOrigin(server) + u'\n' + foldedName(username);
    return QString::fromLatin1(QCryptographicHash::hash(whose.toUtf8(), QCryptographicHash::Sha256).toHex());
}

} // namespace ventanilla
