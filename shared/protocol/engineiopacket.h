#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <optional>

namespace ventanilla {

/// One packet of the Engine.IO protocol, revision 4: as text a digit and the payload, or a message
/// that is binary and travels as its bare bytes.
struct EngineIoPacket {
    enum class Type { Open = 0, Close = 1, Ping = 2, Pong = 3, Message = 4, Upgrade = 5, Noop = 6 };

    Type type = Type::Noop;
    QString payload;
    /// Of a binary message, whose `payload` is empty.
    std::optional<QByteArray> binary = {};

    /// Of a packet that is text.
    QString encode() const;
    static Result<EngineIoPacket> decode(const QString &text);
};

/// The payload of the Open packet.
struct EngineIoHandshake {
    QString sid;
    QStringList upgrades;
    /// All times in milliseconds.
    qint64 pingIntervalMs = 0;
    qint64 pingTimeoutMs = 0;
    /// Largest payload in bytes that the server takes.
    qint64 maxPayload = 0;

    QJsonObject toJson() const;
    static Result<EngineIoHandshake> fromJson(const QJsonValue &json);
};

} // namespace ventanilla
