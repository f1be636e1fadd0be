#include "support/websocketsplitter.h"

#include <QtEndian>

#include <utility>

namespace ventanilla {

namespace {

// Whoever sends more without an end is not looked at any more.
constexpr qsizetype longestHead = 64 * 1024;
constexpr qsizetype longestMessage = 16 * 1024 * 1024;
constexpr int firstControl = 8;

} // namespace

std::optional<WebSocketSplitter::Piece> WebSocketSplitter::next()
{
    if (m_phase == Phase::Head)
        return nextOfHead();
    if (m_phase == Phase::Frames) {
        if (auto piece = nextOfFrames())
            return piece;
        if (buffered() <= longestMessage)
            return std::nullopt;
        m_phase = Phase::Anything;
    }
    const QByteArray all = rest();
    return all.isEmpty() ? std::nullopt : std::optional(Piece {all, std::nullopt});
}

QByteArray WebSocketSplitter::rest()
{
    m_text.clear();
    return std::exchange(m_message, {}) + std::exchange(m_bytes, {});
}

std::optional<WebSocketSplitter::Piece> WebSocketSplitter::nextOfHead()
{
    if (m_bytes.isEmpty())
        return std::nullopt;
    const qsizetype before = m_head.size();
    m_head += m_bytes;
    const qsizetype end = m_head.indexOf("\r\n\r\n");
    if (end < 0) {
        m_phase = m_head.size() > longestHead ? Phase::Anything : Phase::Head;
        return Piece {take(m_bytes.size()), std::nullopt};
    }
    const QByteArray lower = m_head.first(end + 2).toLower();
    const bool upgrades = lower.startsWith("http/1.1 101 ")
        || (lower.startsWith("get ") && lower.contains("\r\nupgrade: websocket\r\n"));
    m_phase = upgrades ? Phase::Frames : Phase::Anything;
    return Piece {take(end + 4 - before), std::nullopt};
}

std::optional<WebSocketSplitter::Piece> WebSocketSplitter::nextOfFrames()
{
    while (const auto frame = firstFrame()) {
        const QByteArray content = payload(*frame);
        const QByteArray bytes = take(frame->size);
        if (frame->opcode >= firstControl) // may come between the frames of a message
            return Piece {bytes, std::nullopt};
        if (frame->opcode != 0)
            m_isText = frame->opcode == 1;
        m_message += bytes;
        m_text += content;
        if (!frame->isLast)
            continue;
        const QByteArray text = std::exchange(m_text, {});
        return Piece {std::exchange(m_message, {}), m_isText ? std::optional(text) : std::nullopt};
    }
    return std::nullopt;
}

std::optional<WebSocketSplitter::Frame> WebSocketSplitter::firstFrame() const
{
    const qsizetype there = m_bytes.size();
    if (there < 2)
        return std::nullopt;
    const auto *raw = reinterpret_cast<const uchar *>(m_bytes.constData());
    const int shortLength = raw[1] & 0x7f;
    const qsizetype lengthSize = shortLength < 126 ? 0 : shortLength == 126 ? 2 : 8;
    const qsizetype maskSize = (raw[1] & 0x80) != 0 ? 4 : 0;
    const qsizetype head = 2 + lengthSize + maskSize;
    if (there < head)
        return std::nullopt;
    const quint64 length = lengthSize == 0 ? static_cast<quint64>(shortLength)
        : lengthSize == 2                  ? qFromBigEndian<quint16>(raw + 2)
                                           : qFromBigEndian<quint64>(raw + 2);
    if (length > static_cast<quint64>(there - head))
        return std::nullopt;
    return Frame {raw[0] & 0x0f, (raw[0] & 0x80) != 0, head + static_cast<qsizetype>(length), head};
}

QByteArray WebSocketSplitter::payload(const Frame &frame) const
{
    QByteArray content = m_bytes.mid(frame.head, frame.size - frame.head);
    const bool masked = (m_bytes[1] & 0x80) != 0;
    for (qsizetype i = 0; masked && i < content.size(); ++i)
        content[i] = static_cast<char>(content[i] ^ m_bytes[frame.head - 4 + i % 4]);
    return content;
}

QByteArray WebSocketSplitter::take(qsizetype size)
{
    const QByteArray taken = m_bytes.first(size);
    m_bytes.remove(0, size);
    return taken;
}

} // namespace ventanilla
