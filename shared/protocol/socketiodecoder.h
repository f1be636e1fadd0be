#pragma once

#include "protocol/socketiopacket.h"

namespace ventanilla {

/// Puts the packets of one connection together: a text, and the binary messages that belong to it.
/// A text while attachments are awaited, or a binary message when none is, is an error; the decoder
/// is of no use behind an error.
class SocketIoDecoder
{
public:
    using Decoded = Result<std::optional<SocketIoPacket>>;

    /// The packet, if it is complete with this.
    Decoded addText(QStringView text);
    Decoded addBinary(const QByteArray &bytes);

    /// Bytes kept of a packet that is not complete.
    qint64 bytesHeld() const { return m_bytesHeld; }

private:
    /// The text, not what it says: parsed, JSON takes many times its size.
    std::optional<QString> m_text;
    QByteArrayList m_attachments;
    qsizetype m_awaited = 0;
    qint64 m_bytesHeld = 0;
};

} // namespace ventanilla
