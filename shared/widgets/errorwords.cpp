#include "widgets/errorwords.h"

#include <QCoreApplication>

namespace ventanilla {

namespace {

struct ErrorWords {
    Q_DECLARE_TR_FUNCTIONS(ventanilla::ErrorWords)
};

constexpr qint64 secondMs = 1000;
constexpr qint64 minuteSeconds = 60;

QString throttledWords(const std::optional<qint64> &retryAfterMs)
{
    if (!retryAfterMs)
        return ErrorWords::tr("Too many attempts. Wait a few minutes and try again.");
    const qint64 seconds = (*retryAfterMs + secondMs - 1) / secondMs;
    if (seconds < minuteSeconds)
        return ErrorWords::tr("Too many attempts. Try again in %n second(s).", nullptr, int(seconds));
    const qint64 minutes = (seconds + minuteSeconds - 1) / minuteSeconds;
    return ErrorWords::tr("Too many attempts. Try again in %n minute(s).", nullptr, int(minutes));
}

} // namespace

QString sendingFailureWords(ErrorCode code)
{
    switch (code) {
    case ErrorCode::TextEmpty:
        return ErrorWords::tr("Not sent: it is empty");
    case ErrorCode::TextTooLong:
        return ErrorWords::tr("Not sent: it is too long");
    case ErrorCode::InvalidData:
        return ErrorWords::tr("Not sent: the server could not read it");
    case ErrorCode::RecipientUnknown:
        return ErrorWords::tr("Not sent: this account does not exist any more");
    case ErrorCode::RecipientNotAllowed:
    case ErrorCode::PermissionDenied:
        return ErrorWords::tr("Not sent: you may not write to this account");
    case ErrorCode::TooFast:
        return ErrorWords::tr("Not sent: too many messages at once");
    case ErrorCode::NotStored:
        return ErrorWords::tr("Delivered, but the server could not keep it");
    default:
        return ErrorWords::tr("Not sent: the server had a problem");
    }
}

QString signInFailureWords(const ApiError &error, const QString &server)
{
    switch (error.kind) {
    case ApiError::Kind::Network:
        return ErrorWords::tr("%1 does not answer. Check the address and your connection.").arg(server);
    case ApiError::Kind::Untrusted:
        return ErrorWords::tr("The certificate of %1 cannot be trusted: %2").arg(server, error.text);
    case ApiError::Kind::NotAuthenticated:
    case ApiError::Kind::Forbidden:
        return ErrorWords::tr("The user or the password is not right.");
    case ApiError::Kind::Throttled:
        return throttledWords(error.retryAfterMs);
    case ApiError::Kind::Malformed:
        return ErrorWords::tr("What answers at %1 is not a Ventanilla server.").arg(server);
    case ApiError::Kind::Refused:
        break;
    }
    return ErrorWords::tr("%1 could not sign you in just now. Try again in a moment.").arg(server);
}

QString sessionEndWords(ErrorCode code)
{
    if (code == ErrorCode::TokenExpired)
        return ErrorWords::tr("Your session has expired. Sign in to go on; nothing you wrote is lost.");
    return ErrorWords::tr("The server has ended your session. Sign in to go on; nothing you wrote is lost.");
}

} // namespace ventanilla
