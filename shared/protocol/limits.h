#pragma once

#include "protocol/wireerror.h"

#include <QString>

#include <optional>

namespace ventanilla {

/// The name of the support mailbox: what a user writes to `admin` reaches all support staff.
inline constexpr QStringView supportMailbox = u"admin";

/// What a server allows, as told to each client in `listo` (PROTOCOL.md, New events).
struct Limits {
    /// Longest message in Unicode code points, without the white space around it.
    qint64 messageLength = 4000;
    /// Largest Engine.IO payload in bytes.
    qint64 payloadBytes = 1'000'000;

    QJsonObject toJson() const;
    /// Fields that are missing or out of range keep their default.
    static Limits fromJson(const QJsonObject &json);

    friend bool operator==(const Limits &, const Limits &) = default;
};

/// The length that counts against Limits::messageLength: code points without surrounding white
/// space.
qsizetype messageLength(QStringView text);

/// Why this text cannot be a message: `texto_vacio`, `texto_largo`, or `datos_invalidos` for what
/// is no clean text. Nothing if it can.
std::optional<WireError> messageTextProblem(const QString &text, qint64 longest);

/// Why this cannot be an account's name, in words; empty if it can: 1 to 64 code points, NFC, no
/// control characters and no U+FEFF, no white space at the ends (PROTOCOL.md, Authentication).
QString usernameProblem(const QString &name);

/// The same for a display name: 1 to 100 code points, no control characters.
QString displayNameProblem(const QString &name);

/// Whether this may be a message's `clave`: 1 to 64 of `[A-Za-z0-9-]`.
bool isMessageKey(QStringView key);

} // namespace ventanilla
