#pragma once

#include "core/result.h"
#include "protocol/wireerror.h"

#include <QJsonObject>
#include <QString>

#include <optional>

namespace ventanilla {

/// The names of the events on the wire. Everything else in the project speaks of them in English
/// and by these constants.
namespace event {
inline constexpr QStringView privateMessage = u"mensaje_privado";
inline constexpr QStringView messageReceived = u"mensaje_recibido";
inline constexpr QStringView messageSent = u"mensaje_enviado";
inline constexpr QStringView messageConfirmed = u"mensaje_confirmado";
inline constexpr QStringView read = u"leido";
inline constexpr QStringView unread = u"no_leido";
inline constexpr QStringView delivered = u"entregado";
inline constexpr QStringView typing = u"escribiendo";
inline constexpr QStringView presence = u"presencia";
inline constexpr QStringView renew = u"renovar";
inline constexpr QStringView ready = u"listo";
inline constexpr QStringView availability = u"disponible";
inline constexpr QStringView sessionEnded = u"sesion_caducada";
} // namespace event

/// `mensaje_privado`, client to server. Who sends it is the session's business, never the payload's.
struct PrivateMessage {
    QString to;
    QString text;
    /// The sender's own id for the message. A message sent twice under one key is one message.
    std::optional<QString> key;

    QJsonObject toJson() const;
    /// Checks everything that can be checked without knowing the accounts. `longest` is in code
    /// points (Limits::messageLength).
    static Result<PrivateMessage, WireError> fromJson(const QJsonValue &json, qint64 longest);

    friend bool operator==(const PrivateMessage &, const PrivateMessage &) = default;
};

/// The acknowledgement of a `mensaje_privado`: `{"ok": true, "id", "fecha"}`, or with `pendiente`
/// instead of the id while the message is safe but not in the database; it gets its id in a
/// `mensaje_confirmado`.
struct SendAck {
    std::optional<qint64> id;
    /// Milliseconds since 1970.
    qint64 sentAtMs = 0;

    QJsonObject toJson() const;
    /// A refusal, or an acknowledgement that cannot be read (as Internal), is the error.
    static Result<SendAck, WireError> fromJson(const QJsonValue &json);

    friend bool operator==(const SendAck &, const SendAck &) = default;
};

} // namespace ventanilla
