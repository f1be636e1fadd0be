#include "api/requesttoken.h"
#include "auth/jwt.h"
#include "fuzz/fuzzing.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>

namespace ventanilla {

namespace {

using fuzzing::ensure;

const QByteArray secret = "secret";
constexpr qint64 now = 1'800'000'000;

QByteArray base64Url(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

/// Signs whatever is in front of it, as a token of another origin that knows the secret.
QByteArray withSignature(const QByteArray &signedPart)
{
    return signedPart + '.'
        + base64Url(QMessageAuthenticationCode::hash(signedPart, secret, QCryptographicHash::Sha256));
}

/// A token is accepted only with claims that make sense, and then one of our own with the same
/// claims is accepted with the same.
void checkAccepted(const TokenClaims &claims)
{
    ensure(!claims.username.isEmpty() && claims.expiresAt > now,
           "an accepted token names somebody and holds");
    ensure(!claims.chain || claims.chain->startedAt <= claims.issuedAt,
           "no chain begins after one of its tokens");
    ensure(!claims.chain || claims.chain->id.size() == 32, "a chain has an id");
    ensure(!claims.chain || !claims.chain->replaced || claims.chain->replaced->fingerprint.size() == 32,
           "what is replaced has a fingerprint");
    const auto again = verifyToken(signToken(claims, secret), secret, now);
    ensure(again || claims.username.size() + claims.displayName.size() > 500,
           "a token of our own is accepted");
    if (!again)
        return;
    ensure(again->role == claims.role && again->issuedAt == claims.issuedAt
               && again->expiresAt == claims.expiresAt && again->chain == claims.chain,
           "a token of our own has the claims it was signed with");
    if (claims.username.isValidUtf16() && claims.displayName.isValidUtf16())
        ensure(again->username == claims.username && again->displayName == claims.displayName,
               "a token of our own names whom it was signed for");
}

/// As it comes, no input can be a token: it would have to hold a valid signature. Signed, it can.
void checkToken(const QByteArray &input)
{
    ensure(!verifyToken(input, secret, now), "nobody signs without the secret");
    const auto bare = verifyToken(withSignature(input), secret, now);
    if (bare)
        checkAccepted(*bare);
    const auto payload =
        verifyToken(withSignature(base64Url("{\"alg\":\"HS256\"}") + '.' + base64Url(input)), secret, now);
    if (payload)
        checkAccepted(*payload);
    const auto header =
        verifyToken(withSignature(base64Url(input) + '.' + base64Url("{\"user\":\"a\"}")), secret, now);
    ensure(!header, "a token without its claims is refused");
}

/// A header gives a token that is part of it.
void checkHeader(const QByteArray &name, const QByteArray &value)
{
    HttpRequest request;
    request.headers.emplace_back(name, value);
    const PresentedToken presented = presentedToken(request);
    ensure(!presented.token || (!presented.token->isEmpty() && value.contains(*presented.token)),
           "a token is part of its header");
}

} // namespace

} // namespace ventanilla

/// A token, the header or the claims of one, or the header of a request that brings it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray input(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    ventanilla::checkToken(input);
    ventanilla::checkHeader("cookie", input);
    ventanilla::checkHeader("authorization", input);
    return 0;
}
