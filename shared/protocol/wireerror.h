#pragma once

#include <QJsonObject>
#include <QString>

#include <optional>

namespace ventanilla {

/// Everything a request can fail with. The names on the wire are in wireerror.cpp and nowhere else
/// (PROTOCOL.md, Events, Codes).
enum class ErrorCode {
    NotAuthenticated,
    TokenMissing,
    TokenInvalid,
    TokenExpired,
    InvalidData,
    TextEmpty,
    TextTooLong,
    RecipientUnknown,
    RecipientNotAllowed,
    PermissionDenied,
    TooFast,
    NotStored,
    NotFound,
    Internal,
};

QString toWire(ErrorCode code);
std::optional<ErrorCode> errorCodeFromWire(QStringView text);

/// A refusal as the other side gets it: the code is for programs, the message for whoever debugs
/// one (clients show their own, translated words).
struct WireError {
    ErrorCode code = ErrorCode::Internal;
    QString message;
    /// With TooFast: when to try again, in milliseconds.
    std::optional<qint64> retryAfterMs = std::nullopt;

    friend bool operator==(const WireError &, const WireError &) = default;

    /// `{"codigo", "mensaje"}` and, if there is one, `reintentar_ms`.
    QJsonObject toJson() const;
    /// What it cannot read becomes Internal: a failure stays a failure.
    static WireError fromJson(const QJsonValue &json);
};

/// The acknowledgement of a success, `{"ok": true, …}`.
QJsonObject ackOk(QJsonObject content = {});
/// The acknowledgement of a failure, `{"ok": false, "error": {…}}`.
QJsonObject ackError(const WireError &error);

} // namespace ventanilla
