#pragma once

#include "engineio/transport.h"

class QTimer;
class QWebSocket;

namespace ventanilla {

/// Engine.IO over a WebSocket: one packet a text frame. Owns the socket.
class EngineWebSocketTransport : public Transport
{
    Q_OBJECT

public:
    /// `maxPayload` in bytes of UTF-8: the socket's own limit counts UTF-16 units.
    EngineWebSocketTransport(QWebSocket *socket, qint64 maxPayload, QObject *parent = nullptr);
    ~EngineWebSocketTransport() override;

    void send(const QString &encodedPacket) override;
    void close() override;
    void abort() override;
    qint64 bytesQueued() const override;

private:
    void onText(const QString &text);

    QWebSocket *m_socket;
    QTimer *m_graceTimer;
    const qint64 m_maxPayload;
};

} // namespace ventanilla
