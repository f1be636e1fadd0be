#pragma once

#include "client/clienttransport.h"

#include <QAbstractSocket>
#include <QPointer>

class QWebSocket;

namespace ventanilla {

/// The real network: text frames over a QWebSocket, a new one for each open(), because a used one
/// cannot be trusted to start clean. Owns its sockets, also those that are still closing. Lives on
/// one thread. Never accepts a certificate that does not verify, and never sends fragments: Qt 6.4
/// refuses a message that is cut inside a character.
class WebSocketTransport final : public ClientTransport
{
    Q_OBJECT

public:
    explicit WebSocketTransport(QObject *parent = nullptr);
    ~WebSocketTransport() override;

    void open(const QUrl &url) override;
    void sendText(const QString &text) override;
    void close() override;

private:
    void onConnected();
    void onError(QAbstractSocket::SocketError error);
    void onDisconnected();
    TransportFailure failureFor(QAbstractSocket::SocketError error) const;
    void fail(TransportFailure failure, const QString &detail);
    QWebSocket *takeSocket();

    QPointer<QWebSocket> m_socket;
    QString m_tlsProblem;
    bool m_opened = false;
};

} // namespace ventanilla
