#pragma once

#include "core/result.h"
#include "protocol/role.h"

#include <QByteArray>
#include <QString>

namespace ventanilla {

/// The claims of a token (RFC 7519): who it is for and when it holds. Times in seconds since 1970.
struct TokenClaims {
    QString username;
    QString displayName;
    Role role = Role::User;
    qint64 issuedAt = 0;
    qint64 expiresAt = 0;
};

enum class TokenProblem {
    /// Well made and well signed, but over.
    Expired,
    /// Everything else: malformed, wrong algorithm or signature, missing claims.
    Invalid,
};

/// Signs with HS256 (RFC 7515, RFC 7518, 3.2). No two tokens are the same: each has its own `jti`.
QByteArray signToken(const TokenClaims &claims, const QByteArray &secret);

/// Accepts HS256 only, whatever the token says, and requires `user`, `rol`, `iat` and `exp`.
Result<TokenClaims, TokenProblem> verifyToken(const QByteArray &token, const QByteArray &secret,
                                              qint64 nowSeconds);

} // namespace ventanilla
