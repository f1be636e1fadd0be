#include "support/faultproxylink.h"

#include <sys/socket.h>

namespace ventanilla {

namespace {

/// Of each direction of a connection, and as much again in the socket; one message more may wait for
/// its end.
constexpr qint64 mostBuffered = 256 * 1024;

bool isOver(const QTcpSocket &socket)
{
    return socket.state() == QAbstractSocket::UnconnectedState;
}

void reset(QTcpSocket &socket)
{
    const linger atOnce {1, 0};
    ::setsockopt(static_cast<int>(socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &atOnce, sizeof(atOnce));
    socket.abort();
}

} // namespace

FaultProxyLane::FaultProxyLane(FaultProxy::Direction &faults, QTcpSocket &from, QTcpSocket &to,
                               std::function<void(FaultProxy::Cut)> cut)
    : m_faults(faults)
    , m_from(from)
    , m_to(to)
    , m_cut(std::move(cut))
{
    m_clock.start();
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { pump(); });
}

void FaultProxyLane::pump()
{
    if (m_stopped) {
        if (m_from.isOpen())
            m_from.readAll(); // so that its end is noticed
        return;
    }
    if (m_faults.held)
        return;
    take();
    deliver();
    // The end comes behind all that was said before it, and is said once.
    if (!m_stopped && isOver(m_from) && m_from.bytesAvailable() == 0 && m_parcels.empty()) {
        m_stopped = true;
        send(m_splitter.rest());
        m_to.disconnectFromHost();
    }
}

bool FaultProxyLane::isFull() const
{
    return m_parcelBytes + m_to.bytesToWrite() >= mostBuffered;
}

void FaultProxyLane::take()
{
    while (m_from.bytesAvailable() > 0 && !isFull()) {
        const QByteArray bytes = m_from.read(mostBuffered);
        if (m_faults.heard) {
            for (const QByteArray &target : m_requests.feed(bytes))
                m_faults.heard(target);
        }
        m_splitter.feed(bytes);
        while (const auto piece = m_splitter.next())
            judge(*piece);
    }
}

void FaultProxyLane::judge(const WebSocketSplitter::Piece &piece)
{
    if (piece.text && m_faults.told)
        m_faults.told(*piece.text);
    const auto isMeant = [&piece](const FaultProxy::MessageTest &test) {
        return piece.text && test && test(*piece.text);
    };
    if (isMeant(m_faults.drops)) {
        ++m_faults.counts.dropped;
    } else if (isMeant(m_faults.cuts)) {
        m_faults.cuts = {};
        ++m_faults.counts.cut;
        m_howToCut = m_faults.cutHow;
        post(piece.bytes.left(m_faults.cutAfter), true);
    } else {
        post(piece.bytes);
        if (isMeant(m_faults.duplicates)) {
            ++m_faults.counts.duplicated;
            post(piece.bytes);
        }
    }
}

void FaultProxyLane::post(const QByteArray &bytes, bool cuts)
{
    const qint64 before = m_parcels.empty() ? 0 : m_parcels.back().dueMs;
    m_parcels.push_back({std::max(before, m_clock.elapsed() + m_faults.delayMs), bytes, cuts});
    m_parcelBytes += bytes.size();
}

void FaultProxyLane::deliver()
{
    // What was delayed goes at once when the delay has ended.
    const bool late = m_faults.delayMs > 0;
    while (!m_parcels.empty() && (!late || m_parcels.front().dueMs <= m_clock.elapsed())) {
        const Parcel parcel = std::move(m_parcels.front());
        m_parcels.pop_front();
        m_parcelBytes -= parcel.bytes.size();
        send(parcel.bytes);
        if (parcel.cuts) {
            m_to.flush(); // a reset would lose it
            m_cut(m_howToCut);
            return;
        }
    }
    if (!m_parcels.empty())
        m_timer.start(static_cast<int>(std::max<qint64>(m_parcels.front().dueMs - m_clock.elapsed(), 0)));
}

void FaultProxyLane::send(const QByteArray &bytes)
{
    if (isOver(m_to))
        return;
    m_faults.counts.bytes += bytes.size();
    m_to.write(bytes);
}

qint64 FaultProxyLane::bufferedBytes() const
{
    return m_from.bytesAvailable() + m_splitter.buffered() + m_parcelBytes + m_to.bytesToWrite();
}

FaultProxyLink::FaultProxyLink(FaultProxy &proxy, QTcpSocket *client)
    : m_proxy(proxy)
    , m_client(client)
    , m_toServer(proxy.of(FaultProxy::Toward::Server), *client, m_server,
                 [this](FaultProxy::Cut how) { cut(how); })
    , m_toClient(proxy.of(FaultProxy::Toward::Client), m_server, *client,
                 [this](FaultProxy::Cut how) { cut(how); })
{
    client->setParent(nullptr);
    watch(*client, m_toServer, m_toClient);
    watch(m_server, m_toClient, m_toServer);
}

FaultProxyLink::~FaultProxyLink()
{
    // The sockets' ends must not find lanes that are gone.
    m_client->disconnect(this);
    m_server.disconnect(this);
}

/// `incoming` reads from this socket, `outgoing` writes to it.
void FaultProxyLink::watch(QTcpSocket &socket, FaultProxyLane &incoming, FaultProxyLane &outgoing)
{
    socket.setReadBufferSize(mostBuffered);
    socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    connect(&socket, &QTcpSocket::readyRead, this, [&incoming] { incoming.pump(); });
    connect(&socket, &QTcpSocket::bytesWritten, this, [&outgoing] { outgoing.pump(); });
    connect(&socket, &QTcpSocket::stateChanged, this, [this, &incoming](QAbstractSocket::SocketState state) {
        if (state != QAbstractSocket::UnconnectedState)
            return;
        incoming.pump();
        forgetIfOver();
    });
}

void FaultProxyLink::pump()
{
    if (!m_connected && !m_proxy.isBlackHole()) {
        m_connected = true;
        m_server.connectToHost(QHostAddress::LocalHost, m_proxy.upstream());
    }
    if (!m_connected)
        return;
    m_toServer.pump();
    m_toClient.pump();
}

void FaultProxyLink::cut(FaultProxy::Cut how)
{
    m_toServer.stop();
    m_toClient.stop();
    for (QTcpSocket *socket : {m_client.get(), &m_server}) {
        if (how == FaultProxy::Cut::Reset || socket->state() != QAbstractSocket::ConnectedState)
            reset(*socket);
        else
            ::shutdown(static_cast<int>(socket->socketDescriptor()), SHUT_WR);
    }
    m_connected = true;
    pump();
    forgetIfOver();
}

qint64 FaultProxyLink::bufferedBytes(FaultProxy::Toward direction) const
{
    return (direction == FaultProxy::Toward::Server ? m_toServer : m_toClient).bufferedBytes();
}

void FaultProxyLink::forgetIfOver()
{
    if (m_connected && isOver(*m_client) && isOver(m_server))
        m_proxy.forget(this);
}

} // namespace ventanilla
