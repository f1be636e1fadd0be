#include "fuzz/fuzzing.h"
#include "protocol/socketiodecoder.h"

namespace ventanilla {

namespace {

using fuzzing::ensure;

bool isComparable(const QJsonValue &data)
{
    return fuzzing::isValidUnicode(data) && fuzzing::hasOneKeyOrder(data);
}

bool same(const SocketIoPacket &a, const SocketIoPacket &b)
{
    return a.type == b.type && a.nsp == b.nsp && a.id == b.id && a.attachments == b.attachments
        && (a.data == b.data || !isComparable(a.data));
}

/// What a packet becomes that is sent on: its text and its attachments, through a second decoder.
std::optional<SocketIoPacket> sentOn(const SocketIoPacket &packet)
{
    SocketIoDecoder decoder;
    auto decoded = decoder.addText(packet.encode());
    for (const QByteArray &bytes : packet.attachments) {
        if (!decoded || *decoded)
            return std::nullopt; // refused, or complete too early
        decoded = decoder.addBinary(bytes);
    }
    return decoded ? *decoded : std::nullopt;
}

/// A packet that is complete can be written, and is the same when it is read again.
void checkComplete(const SocketIoPacket &packet)
{
    ensure(packet.awaited == 0, "a complete packet awaits nothing");
    ensure(packet.attachments.size() <= 10, "no more attachments than the most");
    ensure(packet.nsp.startsWith(u'/') && !packet.nsp.contains(u','), "a namespace is a path");
    const auto again = sentOn(packet);
    ensure(again && same(packet, *again), "a packet written and read again is the same");
    ensure(again->encode() == packet.encode() || !fuzzing::hasOneKeyOrder(packet.data),
           "a packet is written the same again");
}

/// Keeps what the decoder should hold beside it, message by message.
class DecoderCheck
{
public:
    /// False behind an error, where the decoder is of no use.
    bool add(QByteArrayView message)
    {
        const bool binary = message.startsWith('b');
        const QByteArray bytes = message.sliced(binary ? 1 : 0).toByteArray();
        const QString text = QString::fromUtf8(bytes);
        const auto decoded = binary ? m_decoder.addBinary(bytes) : m_decoder.addText(text);
        if (!decoded)
            return false;
        ensure(binary == m_awaiting, "attachments come behind their packet, and nothing between them");
        m_held += binary ? bytes.size() : text.size() * qsizetype(sizeof(QChar));
        m_awaiting = !decoded->has_value();
        if (!m_awaiting) {
            m_held = 0;
            checkComplete(**decoded);
        }
        ensure(m_decoder.bytesHeld() == m_held, "the decoder holds what came of the incomplete packet");
        return true;
    }

private:
    SocketIoDecoder m_decoder;
    bool m_awaiting = false;
    qint64 m_held = 0;
};

} // namespace

} // namespace ventanilla

/// The messages of one connection, separated by U+001E: binary behind a `b`, else text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    QByteArrayView rest(data, static_cast<qsizetype>(size));
    ventanilla::DecoderCheck check;
    for (;;) {
        const qsizetype end = rest.indexOf('\x1e');
        if (!check.add(end < 0 ? rest : rest.first(end)) || end < 0)
            return 0;
        rest = rest.sliced(end + 1);
    }
}
