#include "auth/passwordhash.h"

#include "core/text.h"

#include <crypt.h>
#include <openssl/crypto.h>

#include <cstdlib>

namespace ventanilla {

namespace {

/// Work space of crypt_ra(3), which grows as needed and is wiped by the library.
class CryptBuffer
{
public:
    CryptBuffer() = default;
    ~CryptBuffer() { std::free(m_data); }
    CryptBuffer(const CryptBuffer &) = delete;
    CryptBuffer &operator=(const CryptBuffer &) = delete;

    /// Empty on failure: crypt(3) marks one with a hash that starts with '*'.
    QByteArray hash(const QByteArray &phrase, const QByteArray &setting)
    {
        const char *made = crypt_ra(phrase.constData(), setting.constData(), &m_data, &m_size);
        return made && made[0] != '*' ? QByteArray(made) : QByteArray();
    }

private:
    void *m_data = nullptr;
    int m_size = 0;
};

} // namespace

QString passwordProblem(const QString &password)
{
    if (codePointCount(password) < shortestPassword)
        return QStringLiteral("the password needs at least %1 characters").arg(shortestPassword);
    if (password.toUtf8().size() > longestPasswordBytes)
        return QStringLiteral("the password is longer than %1 bytes").arg(longestPasswordBytes);
    if (!isCleanText(password))
        return QStringLiteral("the password has characters that cannot be stored");
    return {};
}

Result<QByteArray> hashPassword(const QString &password)
{
    char *setting = crypt_gensalt_ra("$y$", 0, nullptr, 0);
    if (!setting)
        return failure("this system's libcrypt cannot make yescrypt hashes");
    const QByteArray hash = CryptBuffer().hash(password.toUtf8(), setting);
    std::free(setting);
    if (hash.isEmpty())
        return failure("hashing the password failed");
    return hash;
}

bool verifyPassword(const QString &password, const QByteArray &hash)
{
    const QByteArray phrase = password.toUtf8();
    if (hash.isEmpty() || phrase.size() > longestPasswordBytes || phrase.contains('\0'))
        return false;
    const QByteArray made = CryptBuffer().hash(phrase, hash);
    return made.size() == hash.size()
        && CRYPTO_memcmp(made.constData(), hash.constData(), static_cast<std::size_t>(hash.size())) == 0;
}

const QByteArray &unusableHash()
{
    static const QByteArray hash = [] {
        auto made = hashPassword(QStringLiteral("no account has this password"));
        return made ? *std::move(made) : QByteArray();
    }();
    return hash;
}

} // namespace ventanilla
