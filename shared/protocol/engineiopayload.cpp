#include "protocol/engineiopayload.h"

#include <QStringDecoder>

namespace ventanilla {

namespace {

constexpr char binaryMark = 'b';

Result<EngineIoPacket> decodePacket(QByteArrayView bytes)
{
    if (bytes.startsWith(binaryMark)) {
        const auto decoded = QByteArray::fromBase64Encoding(bytes.sliced(1).toByteArray(),
                                                            QByteArray::AbortOnBase64DecodingErrors);
        if (!decoded)
            return failure("a binary packet is no base64");
        return EngineIoPacket {EngineIoPacket::Type::Message, {}, *decoded};
    }
    // A byte order mark is no part of a packet; unless told otherwise the decoder drops it.
    QStringDecoder toUtf16(QStringDecoder::Utf8,
                           QStringDecoder::Flag::Stateless | QStringDecoder::Flag::ConvertInitialBom);
    const QString text = toUtf16(bytes);
    if (toUtf16.hasError())
        return failure("a packet is no UTF-8");
    return EngineIoPacket::decode(text);
}

} // namespace

Result<QList<EngineIoPacket>> EngineIoPayload::decode(QByteArrayView body)
{
    QList<EngineIoPacket> packets;
    for (bool more = true; more;) {
        const qsizetype end = body.indexOf(separator);
        more = end >= 0;
        if (packets.size() == mostPackets)
            return failure("too many packets in one payload");
        auto packet = decodePacket(more ? body.first(end) : body);
        if (!packet)
            return failure(packet.error());
        packets.append(*std::move(packet));
        if (more)
            body = body.sliced(end + 1);
    }
    return packets;
}

QByteArray EngineIoPayload::encodeBinary(const QByteArray &bytes)
{
    return binaryMark + bytes.toBase64();
}

} // namespace ventanilla
