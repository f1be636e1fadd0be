#include "protocol/socketiodecoder.h"

namespace ventanilla {

SocketIoDecoder::Decoded SocketIoDecoder::addText(QStringView text)
{
    if (m_incomplete)
        return failure("a text where an attachment was awaited");
    auto packet = SocketIoPacket::decode(text);
    if (!packet)
        return failure(packet.error());
    if (packet->awaited == 0)
        return std::optional(*std::move(packet));
    m_bytesHeld = text.size() * qint64(sizeof(QChar));
    m_incomplete = *std::move(packet);
    return std::optional<SocketIoPacket>();
}

SocketIoDecoder::Decoded SocketIoDecoder::addBinary(const QByteArray &bytes)
{
    if (!m_incomplete)
        return failure("a binary message that belongs to nothing");
    m_incomplete->attachments.append(bytes);
    m_bytesHeld += bytes.size();
    if (--m_incomplete->awaited > 0)
        return std::optional<SocketIoPacket>();
    m_bytesHeld = 0;
    return std::exchange(m_incomplete, std::nullopt);
}

} // namespace ventanilla
