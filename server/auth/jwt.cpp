#include "auth/jwt.h"

#include "core/jsontext.h"

#include <QCryptographicHash>
#include <QJsonObject>
#include <QMessageAuthenticationCode>
#include <QRandomGenerator>

#include <openssl/crypto.h>

#include <array>
#include <cmath>

namespace ventanilla {

namespace {

constexpr qsizetype longestToken = 8 * 1024;

QByteArray toBase64Url(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

std::optional<QByteArray> fromBase64Url(const QByteArray &text)
{
    auto decoded =
        QByteArray::fromBase64Encoding(text,
                                       QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals
                                           | QByteArray::AbortOnBase64DecodingErrors);
    return decoded ? std::optional(*decoded) : std::nullopt;
}

QByteArray signatureOf(const QByteArray &signedPart, const QByteArray &secret)
{
    return QMessageAuthenticationCode::hash(signedPart, secret, QCryptographicHash::Sha256);
}

/// A NumericDate (RFC 7519, 2), without its fraction; nothing for what no clock will show.
std::optional<qint64> secondsFrom(const QJsonValue &value)
{
    constexpr double farAway = 9007199254740991.0; // 2^53 - 1
    if (!value.isDouble() || std::abs(value.toDouble()) > farAway)
        return std::nullopt;
    return static_cast<qint64>(value.toDouble());
}

/// Makes every token another one, also two of the same second: revoking one spares the other.
QString makeTokenId()
{
    std::array<quint32, 3> random {};
    QRandomGenerator::system()->fillRange(random.data(), random.size());
    const QByteArray bytes(reinterpret_cast<const char *>(random.data()), sizeof random);
    return QString::fromLatin1(toBase64Url(bytes));
}

/// In a time that does not tell how much of it was right.
bool sameBytes(const QByteArray &a, const QByteArray &b)
{
    return a.size() == b.size()
        && CRYPTO_memcmp(a.constData(), b.constData(), static_cast<std::size_t>(a.size())) == 0;
}

std::optional<QJsonObject> objectFrom(const QByteArray &part)
{
    const auto json = fromBase64Url(part);
    if (!json)
        return std::nullopt;
    // Exactly: a name that loses its first character is somebody else's.
    const auto document = jsonFromText(*json);
    return document && document->isObject() ? std::optional(document->object()) : std::nullopt;
}

bool isOurHeader(const QJsonObject &header)
{
    return header.value(u"alg").toString() == u"HS256" && !header.contains(u"crit");
}

Result<TokenClaims, TokenProblem> claimsFrom(const QJsonObject &payload, qint64 nowSeconds)
{
    const auto role = roleFromWire(payload.value(u"rol").toString());
    const QString username = payload.value(u"user").toString();
    const auto issuedAt = secondsFrom(payload.value(u"iat"));
    const auto expiresAt = secondsFrom(payload.value(u"exp"));
    const bool notYet = payload.contains(u"nbf")
        && !(payload.value(u"nbf").isDouble()
             && payload.value(u"nbf").toDouble() <= static_cast<double>(nowSeconds));
    if (!role || username.isEmpty() || !issuedAt || !expiresAt || notYet)
        return failure(TokenProblem::Invalid);
    if (*expiresAt <= nowSeconds)
        return failure(TokenProblem::Expired);
    return TokenClaims {username, payload.value(u"name").toString(username), *role, *issuedAt, *expiresAt};
}

} // namespace

QByteArray signToken(const TokenClaims &claims, const QByteArray &secret)
{
    const QJsonObject header {{QStringLiteral("alg"), QStringLiteral("HS256")},
                              {QStringLiteral("typ"), QStringLiteral("JWT")}};
    const QJsonObject payload {
        {QStringLiteral("user"), claims.username},    {QStringLiteral("name"), claims.displayName},
        {QStringLiteral("rol"), toWire(claims.role)}, {QStringLiteral("iat"), claims.issuedAt},
        {QStringLiteral("exp"), claims.expiresAt},    {QStringLiteral("jti"), makeTokenId()}};
    const auto encode = [](const QJsonObject &object) {
        return toBase64Url(jsonText(QJsonDocument(object)));
    };
    const QByteArray signedPart = encode(header) + '.' + encode(payload);
    return signedPart + '.' + toBase64Url(signatureOf(signedPart, secret));
}

Result<TokenClaims, TokenProblem> verifyToken(const QByteArray &token, const QByteArray &secret,
                                              qint64 nowSeconds)
{
    const QByteArrayList parts = token.size() <= longestToken ? token.split('.') : QByteArrayList();
    if (parts.size() != 3)
        return failure(TokenProblem::Invalid);
    const auto header = objectFrom(parts[0]);
    // Compared as text: base64url has several spellings of the same bytes, and a revoked token is
    // known by its text.
    if (!header || !isOurHeader(*header)
        || !sameBytes(parts[2], toBase64Url(signatureOf(parts[0] + '.' + parts[1], secret))))
        return failure(TokenProblem::Invalid);
    const auto payload = objectFrom(parts[1]);
    if (!payload)
        return failure(TokenProblem::Invalid);
    return claimsFrom(*payload, nowSeconds);
}

} // namespace ventanilla
