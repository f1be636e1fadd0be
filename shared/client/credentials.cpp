#include "client/credentials.h"

#include "client/serveraddress.h"
#include "core/logging.h"
#include "core/securefile.h"
#include "core/text.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QJsonDocument>

namespace ventanilla {

Credentials::Credentials(QString folder)
    : m_folder(std::move(folder))
{
}

std::optional<SignedIn> Credentials::load(const QUrl &server, const QString &username, qint64 nowMs) const
{
    const auto content = readSmallFile(pathFor(server, username));
    if (!content)
        return std::nullopt;
    const auto signedIn = SignedIn::fromJson(QJsonDocument::fromJson(*content).object());
    if (!signedIn) {
        qCWarning(logClient) << "the kept sign-in cannot be read; it is ignored";
        return std::nullopt;
    }
    if (foldedName(signedIn->username) != foldedName(username) || signedIn->expiresAtMs <= nowMs)
        return std::nullopt;
    return *signedIn;
}

Result<Done> Credentials::save(const QUrl &server, const SignedIn &signedIn) const
{
    const auto folder = makePrivateFolder(m_folder);
    if (!folder)
        return failure(folder.error());
    return writePrivateFile(pathFor(server, signedIn.username),
                            QJsonDocument(signedIn.toJson()).toJson(QJsonDocument::Compact));
}

void Credentials::forget(const QUrl &server, const QString &username) const
{
    QFile::remove(pathFor(server, username));
}

/// A digest, because names may hold what file names may not.
QString Credentials::pathFor(const QUrl &server, const QString &username) const
{
    const QString whose = serverOrigin(server) + u'\n' + foldedName(username);
    const QByteArray digest = QCryptographicHash::hash(whose.toUtf8(), QCryptographicHash::Sha256).toHex();
    return QDir(m_folder).filePath(QString::fromLatin1(digest) + QStringLiteral(".json"));
}

} // namespace ventanilla
