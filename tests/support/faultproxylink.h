#pragma once

#include "support/faultproxy.h"
#include "support/requestreader.h"
#include "support/websocketsplitter.h"

#include <QElapsedTimer>
#include <QTimer>

#include <deque>

namespace ventanilla {

/// One direction of a proxy's connection: takes what comes, does to it what the proxy's faults say, and
/// passes on the rest when its time has come. Owns neither socket.
class FaultProxyLane
{
public:
    FaultProxyLane(FaultProxy::Direction &faults, QTcpSocket &from, QTcpSocket &to,
                   std::function<void(FaultProxy::Cut)> cut);

    void pump();
    void stop() { m_stopped = true; }
    qint64 bufferedBytes() const;

private:
    /// Bytes on their way, or a cut behind them.
    struct Parcel {
        qint64 dueMs = 0;
        QByteArray bytes;
        bool cuts = false;
    };

    void take();
    void judge(const WebSocketSplitter::Piece &piece);
    void post(const QByteArray &bytes, bool cuts = false);
    void deliver();
    void send(const QByteArray &bytes);
    bool isFull() const;

    FaultProxy::Direction &m_faults;
    QTcpSocket &m_from;
    QTcpSocket &m_to;
    const std::function<void(FaultProxy::Cut)> m_cut;
    WebSocketSplitter m_splitter;
    RequestReader m_requests;
    std::deque<Parcel> m_parcels;
    qint64 m_parcelBytes = 0;
    QElapsedTimer m_clock;
    QTimer m_timer;
    bool m_stopped = false;
    FaultProxy::Cut m_howToCut = FaultProxy::Cut::Reset;
};

/// A client's connection to the proxy and the proxy's to the server. Belongs to the proxy.
class FaultProxyLink : public QObject
{
public:
    /// Takes the client's socket.
    FaultProxyLink(FaultProxy &proxy, QTcpSocket *client);
    ~FaultProxyLink() override;

    void pump();
    void cut(FaultProxy::Cut how);
    qint64 bufferedBytes(FaultProxy::Toward direction) const;

private:
    void watch(QTcpSocket &socket, FaultProxyLane &incoming, FaultProxyLane &outgoing);
    void forgetIfOver();

    FaultProxy &m_proxy;
    const std::unique_ptr<QTcpSocket> m_client;
    QTcpSocket m_server;
    FaultProxyLane m_toServer;
    FaultProxyLane m_toClient;
    bool m_connected = false;
};

} // namespace ventanilla
