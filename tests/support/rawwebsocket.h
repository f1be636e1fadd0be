#pragma once

#include "support/rawclient.h"

#include <QStringList>

#include <optional>

namespace ventanilla {

/// Frames of a WebSocket client (RFC 6455, 5.2), masked with zeros so that they can be read. Nothing
/// keeps them from being wrong.
namespace frames {

enum Opcode : quint8 { Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10 };
enum class Part { Whole, Unfinished };

/// The shortest header for a payload of this length.
QByteArray header(Opcode opcode, quint64 length, Part part = Part::Whole);
QByteArray frame(Opcode opcode, const QByteArray &payload, Part part = Part::Whole);
QByteArray text(const QByteArray &payload);

} // namespace frames

/// A WebSocket client of the server's Engine.IO that sends exactly the bytes it is told to. Answers
/// the heartbeat unless told otherwise.
class RawWebSocket : public QObject
{
public:
    /// `query` follows `EIO=4&transport=websocket`.
    explicit RawWebSocket(quint16 port, const QByteArray &query = {}, const QHostAddress &from = {});

    static QByteArray handshake(const QByteArray &query = {});
    /// Waits until the server has agreed.
    bool waitForUpgrade();
    /// Joins the main namespace and waits until the server has let it in.
    bool join(const QString &token);

    void send(const QByteArray &bytes) { tcp.send(bytes); }
    void sendText(const QByteArray &text) { tcp.send(frames::text(text)); }

    bool isClosed() const { return tcp.closed; }
    /// The code of the server's close frame, if it sent one.
    std::optional<int> closeCode() const { return m_closeCode; }
    /// Waits for a text that begins so; empty if none comes.
    QString waitForText(const QString &beginning);

    RawClient tcp;
    bool answersHeartbeat = true;
    /// The text messages that came.
    QStringList texts;
    int pongs = 0;

private:
    void onReadable();
    bool takeFrame();

    QByteArray m_text;
    std::optional<int> m_closeCode;
    bool m_upgraded = false;
};

} // namespace ventanilla
