#pragma once

#include "core/result.h"
#include "protocol/limits.h"
#include "protocol/presence.h"
#include "protocol/role.h"

#include <QJsonObject>
#include <QString>

#include <optional>

namespace ventanilla {

/// The answer to `POST /auth` and to `renovar`: who one is now, and the token that proves it.
struct SignedIn {
    QString username;
    QString displayName;
    Role role = Role::User;
    QString token;
    /// When the token expires, milliseconds since 1970.
    qint64 expiresAtMs = 0;
    /// For how long the token holds from when this was made; clocks may differ. Nothing if it was kept
    /// since.
    std::optional<qint64> validForMs {};

    QJsonObject toJson() const;
    static Result<SignedIn> fromJson(const QJsonValue &json);

    friend bool operator==(const SignedIn &, const SignedIn &) = default;
};

/// `listo`, the first event of a session (PROTOCOL.md, New events).
struct Ready {
    /// The last number that was delivered when the session joined its rooms: what has a higher one
    /// comes live, the rest has to be fetched.
    qint64 cursor = 0;
    /// Names the database; another one than last time means: reload everything.
    QString epoch;
    /// The server's version, for support.
    QString version;
    Limits limits;
    /// Whether any support staff is there.
    bool available = false;
    /// For support staff: which of them are there.
    QList<Presence> staff {};

    QJsonObject toJson() const;
    static Result<Ready> fromJson(const QJsonValue &json);

    friend bool operator==(const Ready &, const Ready &) = default;
};

/// `disponible`: whether any support staff is there, sent to end users when it changes.
struct Availability {
    bool anyone = false;

    QJsonObject toJson() const;
    static Result<Availability> fromJson(const QJsonValue &json);

    friend bool operator==(const Availability &, const Availability &) = default;
};

/// `sesion_caducada`: why the server is about to end this session.
struct SessionEnded {
    ErrorCode code = ErrorCode::TokenInvalid;

    QJsonObject toJson() const;
    static Result<SessionEnded> fromJson(const QJsonValue &json);

    friend bool operator==(const SessionEnded &, const SessionEnded &) = default;
};

} // namespace ventanilla
