#pragma once

#include "engineio/transport.h"

#include <QPointer>

class QTcpSocket;
class QTimer;
class QWebSocket;

namespace ventanilla {

struct UpgradedSocket;

/// Engine.IO over a WebSocket: one packet a text frame, a binary message as a binary one. Owns the
/// socket.
class EngineWebSocketTransport final : public Transport
{
    Q_OBJECT

public:
    /// `maxPayload` in bytes of UTF-8: the socket's own limit counts UTF-16 units.
    EngineWebSocketTransport(const UpgradedSocket &socket, qint64 maxPayload, QObject *parent = nullptr);
    ~EngineWebSocketTransport() override;

    QString name() const override;
    void send(const EncodedPacket &packet) override;
    void flush() override;
    void close() override;
    void dismiss() override { close(); }
    void abort() override;
    qint64 bytesQueued() const override;
    qint64 bytesReceiving() const override;
    qint64 bytesOfRequest(const HttpRequest &request) const override;
    void setPayloadLimit(qint64 bytes) override;

private:
    void watchBuffers();
    void onText(const QString &text);
    void onBinary(const QByteArray &bytes);

    QWebSocket *m_socket;
    const QPointer<QTcpSocket> m_tcpSocket;
    QTimer *m_graceTimer;
    qint64 m_maxPayload = 0;
    /// Of a message that comes in several frames.
    qint64 m_fragmentBytes = 0;
};

} // namespace ventanilla
