#include "client/credentials.h"

#include "client/accountname.h"
#include "core/logging.h"
#include "core/securefile.h"
#include "core/text.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>

namespace ventanilla {

Credentials::Credentials(QString folder)
    : m_folder(std::move(folder))
{
}

std::optional<SignedIn> Credentials::load(const QUrl &server, const QString &username) const
{
    const auto content = readSmallFile(pathFor(server, username));
    if (!content)
        return std::nullopt;
    const auto signedIn = SignedIn::fromJson(QJsonDocument::fromJson(*content).object());
    if (!signedIn) {
        qCWarning(logClient) << "the kept sign-in cannot be read; it is ignored";
        return std::nullopt;
    }
    if (foldedName(signedIn->username) != foldedName(username))
        return std::nullopt;
    return *signedIn;
}

Result<Done> Credentials::save(const QUrl &server, const SignedIn &signedIn) const
{
    const auto folder = makePrivateFolder(m_folder);
    if (!folder)
        return failure(folder.error());
    SignedIn kept = signedIn;
    kept.validForMs.reset(); // it is told as from now
    // Not synced: the interface does not wait for the disk, and what is lost is one sign-in.
    return replacePrivateFile(pathFor(server, signedIn.username),
                              QJsonDocument(kept.toJson()).toJson(QJsonDocument::Compact));
}

void Credentials::forget(const QUrl &server, const QString &username) const
{
    QFile::remove(pathFor(server, username));
}

QString Credentials::pathFor(const QUrl &server, const QString &username) const
{
    return QDir(m_folder).filePath(accountFileName(server, username) + QStringLiteral(".json"));
}

} // namespace ventanilla
