#include "protocol/socketiodecoder.h"

namespace ventanilla {

SocketIoDecoder::Decoded SocketIoDecoder::addText(QStringView text)
{
    if (m_text)
        return failure("a text where an attachment was awaited");
    auto packet = SocketIoPacket::decode(text);
    if (!packet)
        return failure(packet.error());
    if (packet->awaited == 0)
        return std::optional(*std::move(packet));
    m_text = text.toString();
    m_awaited = packet->awaited;
    m_bytesHeld = text.size() * qint64(sizeof(QChar));
    return std::optional<SocketIoPacket>();
}

SocketIoDecoder::Decoded SocketIoDecoder::addBinary(const QByteArray &bytes)
{
    if (!m_text)
        return failure("a binary message that belongs to nothing");
    m_attachments.append(bytes);
    m_bytesHeld += bytes.size();
    if (m_attachments.size() < m_awaited)
        return std::optional<SocketIoPacket>();
    m_bytesHeld = 0;
    auto packet = SocketIoPacket::decode(*std::exchange(m_text, std::nullopt));
    if (!packet)
        return failure(packet.error());
    SocketIoPacket complete = *std::move(packet);
    complete.attachments = std::exchange(m_attachments, {});
    complete.awaited = 0;
    return std::optional(std::move(complete));
}

} // namespace ventanilla
