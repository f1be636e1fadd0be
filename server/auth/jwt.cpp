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

/// 32 bytes in their one spelling: other characters could stand for the same bytes.
std::optional<QByteArray> digestFrom(const QJsonValue &value)
{
    constexpr qsizetype digestSize = 32;
    const QByteArray text = value.toString().toLatin1();
    auto bytes = fromBase64Url(text);
    if (!bytes || bytes->size() != digestSize || toBase64Url(*bytes) != text)
        return std::nullopt;
    return bytes;
}

std::optional<ReplacedToken> replacedFrom(const QJsonValue &value)
{
    const auto fingerprint = digestFrom(value[u"huella"]);
    const auto expiresAt = secondsFrom(value[u"caduca"]);
    if (!fingerprint || !expiresAt)
        return std::nullopt;
    return ReplacedToken {*fingerprint, *expiresAt};
}

std::optional<TokenChain> chainFrom(const QJsonValue &value, qint64 issuedAt)
{
    const auto id = digestFrom(value[u"id"]);
    const auto startedAt = secondsFrom(value[u"inicio"]);
    if (!id || !startedAt || *startedAt > issuedAt)
        return std::nullopt;
    TokenChain chain {*id, *startedAt};
    const QJsonValue replaced = value[u"sustituye"];
    if (!replaced.isUndefined()) {
        chain.replaced = replacedFrom(replaced);
        if (!chain.replaced)
            return std::nullopt;
    }
    return chain;
}

std::optional<TokenClaims> claimsFrom(const QJsonObject &payload)
{
    const auto role = roleFromWire(payload.value(u"rol").toString());
    const QString username = payload.value(u"user").toString();
    const auto issuedAt = secondsFrom(payload.value(u"iat"));
    const auto expiresAt = secondsFrom(payload.value(u"exp"));
    if (!role || username.isEmpty() || !issuedAt || !expiresAt)
        return std::nullopt;
    TokenClaims claims {username, payload.value(u"name").toString(username), *role, *issuedAt, *expiresAt};
    // Not passed over if it makes no sense: the token would escape the end of its chain.
    if (payload.contains(u"cadena")) {
        claims.chain = chainFrom(payload.value(u"cadena"), *issuedAt);
        if (!claims.chain)
            return std::nullopt;
    }
    return claims;
}

QJsonObject toJson(const TokenChain &chain)
{
    QJsonObject json {{QStringLiteral("id"), QString::fromLatin1(toBase64Url(chain.id))},
                      {QStringLiteral("inicio"), chain.startedAt}};
    if (chain.replaced) {
        json.insert(QStringLiteral("sustituye"),
                    QJsonObject {{QStringLiteral("huella"),
                                  QString::fromLatin1(toBase64Url(chain.replaced->fingerprint))},
                                 {QStringLiteral("caduca"), chain.replaced->expiresAt}});
    }
    return json;
}

bool isNotYetGood(const QJsonObject &payload, qint64 nowSeconds)
{
    const QJsonValue notBefore = payload.value(u"nbf");
    return !notBefore.isUndefined()
        && !(notBefore.isDouble() && notBefore.toDouble() <= static_cast<double>(nowSeconds));
}

/// Nothing unless it is well signed.
std::optional<QJsonObject> signedPayload(const QByteArray &token, const QByteArray &secret)
{
    const QByteArrayList parts = token.size() <= longestToken ? token.split('.') : QByteArrayList();
    if (parts.size() != 3)
        return std::nullopt;
    const auto header = objectFrom(parts[0]);
    // Compared as text: base64url has several spellings of the same bytes, and a revoked token is
    // known by its text.
    if (!header || !isOurHeader(*header)
        || !sameBytes(parts[2], toBase64Url(signatureOf(parts[0] + '.' + parts[1], secret))))
        return std::nullopt;
    return objectFrom(parts[1]);
}

} // namespace

QByteArray signToken(const TokenClaims &claims, const QByteArray &secret)
{
    const QJsonObject header {{QStringLiteral("alg"), QStringLiteral("HS256")},
                              {QStringLiteral("typ"), QStringLiteral("JWT")}};
    QJsonObject payload {
        {QStringLiteral("user"), claims.username},    {QStringLiteral("name"), claims.displayName},
        {QStringLiteral("rol"), toWire(claims.role)}, {QStringLiteral("iat"), claims.issuedAt},
        {QStringLiteral("exp"), claims.expiresAt},    {QStringLiteral("jti"), makeTokenId()}};
    if (claims.chain)
        payload.insert(QStringLiteral("cadena"), toJson(*claims.chain));
    const auto encode = [](const QJsonObject &object) {
        return toBase64Url(jsonText(QJsonDocument(object)));
    };
    const QByteArray signedPart = encode(header) + '.' + encode(payload);
    return signedPart + '.' + toBase64Url(signatureOf(signedPart, secret));
}

Result<TokenClaims, TokenProblem> verifyToken(const QByteArray &token, const QByteArray &secret,
                                              qint64 nowSeconds)
{
    const auto payload = signedPayload(token, secret);
    const auto claims = payload ? claimsFrom(*payload) : std::nullopt;
    if (!claims || isNotYetGood(*payload, nowSeconds))
        return failure(TokenProblem::Invalid);
    if (claims->expiresAt <= nowSeconds)
        return failure(TokenProblem::Expired);
    return *claims;
}

std::optional<TokenClaims> readToken(const QByteArray &token, const QByteArray &secret)
{
    const auto payload = signedPayload(token, secret);
    return payload ? claimsFrom(*payload) : std::nullopt;
}

} // namespace ventanilla
