#include "app/secret.h"

#include "core/logging.h"
#include "core/securefile.h"

#include <QFileInfo>
#include <QRandomGenerator>

#include <array>

namespace ventanilla {

namespace {

// RFC 7518, 3.2: a key for HS256 has at least the size of the hash.
constexpr qsizetype advisedBytes = 32;

QByteArray makeSecret()
{
    std::array<quint32, 12> random {};
    QRandomGenerator::system()->fillRange(random.data(), random.size());
    return QByteArray(reinterpret_cast<const char *>(random.data()), sizeof random)
        .toBase64(QByteArray::Base64UrlEncoding);
}

Result<QByteArray> fromFile(const QString &path)
{
    auto content = readSmallFile(path);
    if (!content)
        return content;
    while (content.value().endsWith('\n') || content.value().endsWith('\r'))
        content.value().chop(1);
    return content;
}

Result<QByteArray> checked(Result<QByteArray> secret, const QString &source)
{
    if (!secret)
        return secret;
    if (secret->isEmpty())
        return failure(Error {QStringLiteral("the secret in %1 is empty").arg(source)});
    if (secret->size() < advisedBytes)
        qCWarning(logApp).noquote() << "the secret in" << source << "is shorter than" << advisedBytes
                                    << "bytes: easy to guess";
    return secret;
}

} // namespace

Result<QByteArray> loadSecret(const QProcessEnvironment &environment, const QString &secretFile,
                              const QString &dataFolder)
{
    const QString variable = QStringLiteral("JWT_SECRET");
    if (environment.contains(variable))
        return checked(environment.value(variable).toUtf8(), variable);
    const QString named = environment.value(QStringLiteral("JWT_SECRET_FILE"), secretFile);
    if (!named.isEmpty())
        return checked(fromFile(named), named);

    const QString kept = dataFolder + QStringLiteral("/jwt-secret");
    if (QFileInfo::exists(kept))
        return checked(fromFile(kept), kept);
    if (auto made = makePrivateFolder(dataFolder); !made)
        return failure(made.error());
    const QByteArray secret = makeSecret();
    if (auto written = writePrivateFile(kept, secret + '\n'); !written)
        return failure(written.error());
    qCInfo(logApp).noquote() << "made a secret for tokens in" << kept;
    return secret;
}

} // namespace ventanilla
