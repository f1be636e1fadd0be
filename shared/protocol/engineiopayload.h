#pragma once

#include "protocol/engineiopacket.h"

#include <QByteArrayView>

namespace ventanilla {

/// What one request or answer of HTTP long-polling carries (Engine.IO 4, "HTTP long-polling"):
/// packets joined by U+001E, a binary message as `b` and its bytes in base64.
struct EngineIoPayload {
    static constexpr char separator = '\x1e';
    /// So that a small body does not become a large list.
    static constexpr qsizetype mostPackets = 16'384;

    /// All packets, in order. An error if one of them is none, if the body is no UTF-8, if it is
    /// empty, or if it holds more than mostPackets.
    static Result<QList<EngineIoPacket>> decode(QByteArrayView body);

    /// One packet as it stands in a payload.
    static QByteArray encodeText(const QString &encodedPacket) { return encodedPacket.toUtf8(); }
    static QByteArray encodeBinary(const QByteArray &bytes);
};

} // namespace ventanilla
