#pragma once

#include "support/waiting.h"

#include <QStringList>
#include <QWebSocket>

namespace ventanilla {

/// A WebSocket client that sends what it is told to and keeps all messages, in order. A binary one
/// is kept as "bytes " and its bytes in hexadecimal, which no packet of the protocol begins with.
class WebSocketClient : public QObject
{
public:
    explicit WebSocketClient(const QUrl &url)
    {
        connect(&m_socket, &QWebSocket::connected, this, [this] { opened = true; });
        connect(&m_socket, &QWebSocket::textMessageReceived, this,
                [this](const QString &text) { messages.append(text); });
        connect(&m_socket, &QWebSocket::binaryMessageReceived, this,
                [this](const QByteArray &bytes) { messages.append(binary(bytes)); });
        connect(&m_socket, &QWebSocket::stateChanged, this, [this](QAbstractSocket::SocketState state) {
            closed = state == QAbstractSocket::UnconnectedState;
        });
        m_socket.open(url);
    }

    /// Nothing can be sent before that.
    bool opens() const
    {
        return waitFor([this] { return opened || closed; }) && opened;
    }
    bool closes() const
    {
        return waitFor([this] { return closed; });
    }
    /// Waits for that many and returns what has come.
    QStringList received(qsizetype count) const
    {
        (void)waitFor([this, count] { return messages.size() >= count || closed; });
        return messages;
    }

    void send(const QString &text) { m_socket.sendTextMessage(text); }
    void send(const QByteArray &bytes) { m_socket.sendBinaryMessage(bytes); }
    void close() { m_socket.close(); }

    static QString binary(const QByteArray &bytes)
    {
        return QStringLiteral("bytes ") + QString::fromLatin1(bytes.toHex());
    }

    QStringList messages;
    bool opened = false;
    bool closed = false;

private:
    QWebSocket m_socket;
};

} // namespace ventanilla
