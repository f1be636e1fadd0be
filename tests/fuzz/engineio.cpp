#include "fuzz/fuzzing.h"
#include "protocol/engineiopayload.h"

#include <algorithm>

namespace ventanilla {

namespace {

using fuzzing::ensure;
using Type = EngineIoPacket::Type;

bool same(const EngineIoPacket &a, const EngineIoPacket &b)
{
    return a.type == b.type && a.payload == b.payload && a.binary == b.binary;
}

QByteArray joined(const QList<EngineIoPacket> &packets)
{
    QByteArray body;
    for (const EngineIoPacket &packet : packets) {
        if (&packet != &packets.first())
            body += EngineIoPayload::separator;
        body += packet.binary ? EngineIoPayload::encodeBinary(*packet.binary)
                              : EngineIoPayload::encodeText(packet.encode());
    }
    return body;
}

/// The body of a long-polling request: what decodes, encoded packet by packet and joined, decodes to
/// the same packets; and as text has only one spelling, without a binary packet to the same bytes.
void checkPayload(QByteArrayView body)
{
    const auto packets = EngineIoPayload::decode(body);
    if (!packets)
        return;
    ensure(!packets->isEmpty() && packets->size() <= EngineIoPayload::mostPackets,
           "a payload has at least one packet and no more than the most");
    bool allText = true;
    for (const EngineIoPacket &packet : *packets) {
        ensure(packet.type >= Type::Open && packet.type <= Type::Noop, "a packet has a known type");
        ensure(!packet.binary || (packet.type == Type::Message && packet.payload.isEmpty()),
               "a binary packet is a message without text");
        ensure(!packet.payload.contains(QLatin1Char(EngineIoPayload::separator)),
               "no packet of a payload holds the separator");
        allText = allText && !packet.binary;
    }
    const QByteArray written = joined(*packets);
    ensure(!allText || written == body, "packets of text are written as they came");
    const auto again = EngineIoPayload::decode(written);
    ensure(again.ok() && std::equal(again->begin(), again->end(), packets->begin(), packets->end(), same),
           "a payload written and read again is the same");
}

/// The text of a WebSocket frame.
void checkPacket(const QString &text)
{
    const auto packet = EngineIoPacket::decode(text);
    ensure(!packet || (!packet->binary && packet->encode() == text), "a packet is written as it came");
}

/// What a client reads first from a server that it has no reason to trust.
void checkHandshake(const QByteArray &text)
{
    const auto handshake = EngineIoHandshake::fromJson(fuzzing::jsonFrom(text));
    if (!handshake)
        return;
    ensure(handshake->pingIntervalMs > 0 && handshake->pingTimeoutMs > 0,
           "the heartbeat's times are positive");
    const auto again = EngineIoHandshake::fromJson(handshake->toJson());
    ensure(again.ok() && again->toJson() == handshake->toJson(),
           "a handshake written and read again is the same");
}

} // namespace

} // namespace ventanilla

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArrayView input(data, static_cast<qsizetype>(size));
    ventanilla::checkPayload(input);
    ventanilla::checkPacket(QString::fromUtf8(input));
    ventanilla::checkHandshake(input.toByteArray());
    return 0;
}
