#include "auth/jwt.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMessageAuthenticationCode>

#include <openssl/crypto.h>

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

/// In a time that does not tell how much of it was right.
bool sameBytes(const QByteArray &a, const QByteArray &b)
{
    return a.size() == b.size()
        && CRYPTO_memcmp(a.constData(), b.constData(), static_cast<std::size_t>(a.size())) == 0;
}

std::optional<QJsonObject> objectFrom(const QByteArray &part)
{
    const auto json = fromBase64Url(part);
    const QJsonDocument document = json ? QJsonDocument::fromJson(*json) : QJsonDocument();
    return document.isObject() ? std::optional(document.object()) : std::nullopt;
}

bool isOurHeader(const QJsonObject &header)
{
    return header.value(u"alg").toString() == u"HS256" && !header.contains(u"crit");
}

Result<TokenClaims, TokenProblem> claimsFrom(const QJsonObject &payload, qint64 nowSeconds)
{
    const auto role = roleFromWire(payload.value(u"rol").toString());
    const QString username = payload.value(u"user").toString();
    const QJsonValue issued = payload.value(u"iat");
    const QJsonValue expires = payload.value(u"exp");
    const bool notYet = payload.contains(u"nbf")
        && !(payload.value(u"nbf").isDouble()
             && payload.value(u"nbf").toDouble() <= static_cast<double>(nowSeconds));
    if (!role || username.isEmpty() || !issued.isDouble() || !expires.isDouble() || notYet)
        return failure(TokenProblem::Invalid);
    if (expires.toDouble() <= static_cast<double>(nowSeconds))
        return failure(TokenProblem::Expired);
    return TokenClaims {username, payload.value(u"name").toString(username), *role,
                        static_cast<qint64>(issued.toDouble()), static_cast<qint64>(expires.toDouble())};
}

} // namespace

QByteArray signToken(const TokenClaims &claims, const QByteArray &secret)
{
    const QJsonObject header {{QStringLiteral("alg"), QStringLiteral("HS256")},
                              {QStringLiteral("typ"), QStringLiteral("JWT")}};
    const QJsonObject payload {{QStringLiteral("user"), claims.username},
                               {QStringLiteral("name"), claims.displayName},
                               {QStringLiteral("rol"), toWire(claims.role)},
                               {QStringLiteral("iat"), claims.issuedAt},
                               {QStringLiteral("exp"), claims.expiresAt}};
    const auto encode = [](const QJsonObject &object) {
        return toBase64Url(QJsonDocument(object).toJson(QJsonDocument::Compact));
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
    const auto signature = fromBase64Url(parts[2]);
    if (!header || !isOurHeader(*header) || !signature
        || !sameBytes(*signature, signatureOf(parts[0] + '.' + parts[1], secret)))
        return failure(TokenProblem::Invalid);
    const auto payload = objectFrom(parts[1]);
    if (!payload)
        return failure(TokenProblem::Invalid);
    return claimsFrom(*payload, nowSeconds);
}

} // namespace ventanilla
