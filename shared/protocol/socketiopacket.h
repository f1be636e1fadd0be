#pragma once

#include "core/result.h"

#include <QJsonArray>
#include <QJsonValue>
#include <QString>

#include <optional>

namespace ventanilla {

/// One packet of the Socket.IO protocol, revision 5, without binary attachments: it travels as the
/// payload of an Engine.IO message.
struct SocketIoPacket {
    enum class Type { Connect = 0, Disconnect = 1, Event = 2, Ack = 3, ConnectError = 4 };

    Type type = Type::Connect;
    /// Begins with a slash; "/" is the main namespace.
    QString nsp = QStringLiteral("/");
    /// Present on an Ack and on an Event that wants one.
    std::optional<qint64> id;
    /// Connect: an object or undefined. Event: a non-empty array, its first element the name.
    /// Ack: an array. ConnectError: an object. Disconnect: undefined.
    QJsonValue data = QJsonValue::Undefined;

    QString encode() const;

    /// Strict: a packet whose data does not fit its type is an error, as is a reserved event name
    /// (`connect`, `disconnect`, …), which only the library itself may raise.
    static Result<SocketIoPacket> decode(QStringView text);

    static SocketIoPacket event(const QString &nsp, QStringView name, QJsonArray arguments);
};

} // namespace ventanilla
