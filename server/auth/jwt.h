#pragma once

#include "core/result.h"
#include "protocol/role.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace ventanilla {

/// The token that a renewed one takes the place of.
struct ReplacedToken {
    /// SHA-256 of its text.
    QByteArray fingerprint;
    /// By when it is over, and so is everything that it replaced itself; seconds since 1970.
    qint64 expiresAt = 0;

    friend bool operator==(const ReplacedToken &, const ReplacedToken &) = default;
};

/// What a token has in common with all that are renewed from it (PROTOCOL.md, Renewal).
struct TokenChain {
    /// 32 bytes.
    QByteArray id;
    /// When its first token was issued; seconds since 1970.
    qint64 startedAt = 0;
    /// Nothing in the first token.
    std::optional<ReplacedToken> replaced {};

    friend bool operator==(const TokenChain &, const TokenChain &) = default;
};

/// The claims of a token (RFC 7519): who it is for and when it holds. Times in seconds since 1970.
struct TokenClaims {
    QString username;
    QString displayName;
    Role role = Role::User;
    qint64 issuedAt = 0;
    qint64 expiresAt = 0;
    /// Nothing in tokens that others signed.
    std::optional<TokenChain> chain {};
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

/// The claims of a well made and well signed token, also of one that is over or not good yet.
std::optional<TokenClaims> readToken(const QByteArray &token, const QByteArray &secret);

} // namespace ventanilla
