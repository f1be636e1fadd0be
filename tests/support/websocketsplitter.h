#pragma once

#include <QByteArray>

#include <optional>

namespace ventanilla {

/// Cuts one direction of a connection into the pieces that a fault can be done to: whole WebSocket
/// messages after the upgrade (RFC 6455, 5.2), and before it, or without one, whatever comes. Changes
/// no byte.
class WebSocketSplitter
{
public:
    struct Piece {
        /// As on the wire: several frames, if the message had so many.
        QByteArray bytes;
        /// The payload of a text message.
        std::optional<QByteArray> text;
    };

    void feed(const QByteArray &bytes) { m_bytes += bytes; }
    /// The next whole one, if it is there.
    std::optional<Piece> next();
    /// What has come of a piece that is not whole.
    QByteArray rest();
    qsizetype buffered() const { return m_bytes.size() + m_message.size(); }

private:
    enum class Phase { Head, Frames, Anything };

    struct Frame {
        int opcode = 0;
        bool isLast = false;
        /// Of the whole frame, and where its payload begins.
        qsizetype size = 0;
        qsizetype head = 0;
    };

    std::optional<Piece> nextOfHead();
    std::optional<Piece> nextOfFrames();
    std::optional<Frame> firstFrame() const;
    QByteArray payload(const Frame &frame) const;
    QByteArray take(qsizetype size);

    Phase m_phase = Phase::Head;
    QByteArray m_bytes;
    /// What has passed of the head.
    QByteArray m_head;
    /// The frames of a message before its last, and their payload.
    QByteArray m_message;
    QByteArray m_text;
    bool m_isText = false;
};

} // namespace ventanilla
