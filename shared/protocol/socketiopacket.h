#pragma once

#include "core/result.h"

#include <QByteArrayList>
#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QString>

#include <optional>

namespace ventanilla {

/// One packet of the Socket.IO protocol, revision 5. Its text travels as the payload of an Engine.IO
/// message; the binary attachments of an Event or Ack follow as one binary message each.
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
    /// The bytes that `data` names by placeholder().
    QByteArrayList attachments = {};
    /// Attachments that were announced and have not come yet; see SocketIoDecoder.
    qsizetype awaited = 0;

    static constexpr qsizetype mostAttachments = 10;

    /// The text; the attachments go behind it.
    QString encode() const;

    /// Strict: a packet whose data does not fit its type is an error, as is a reserved event name
    /// (`connect`, `disconnect`, …), which only the library itself may raise, and a placeholder for
    /// an attachment that was not announced.
    static Result<SocketIoPacket> decode(QStringView text);

    static SocketIoPacket event(const QString &nsp, QStringView name, QJsonArray arguments,
                                QByteArrayList attachments = {});
    /// What stands in `data` for the attachment with this index.
    static QJsonObject placeholder(qsizetype index);
};

} // namespace ventanilla
