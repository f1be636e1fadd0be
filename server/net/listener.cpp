#include "net/listener.h"

#include "core/logging.h"
#include "net/whendeleted.h"

#include <QTcpSocket>

#include <unistd.h>

namespace ventanilla {

namespace {

// Qt's default of 50 makes a burst of reconnecting clients wait for seconds.
constexpr int backlog = 4096;
constexpr qint64 httpReadBuffer = 64 * 1024;

} // namespace

Listener::Listener(const ListenerConfig &config, HttpHandlers handlers, BufferBudget &budget,
                   Counters &counters, QObject *parent)
    : QTcpServer(parent)
    , m_config(config.http)
    , m_handlers(std::move(handlers))
    , m_budget(budget)
    , m_accepted(counters.counter("ventanilla_connections_accepted_total", "TCP connections accepted."))
    , m_refused(counters.counter("ventanilla_connections_refused_total",
                                 "TCP connections over a limit, closed at once."))
    , m_open(counters.counter("ventanilla_connections_open", "TCP connections open now."))
    , m_peers(config.maxConnections, config.connectionsPerAddress)
{
    setListenBacklogSize(backlog);
}

Listener::~Listener()
{
    // Connections are our children: their sockets must not count out of a half-destroyed object.
    const auto connections = findChildren<HttpConnection *>(Qt::FindDirectChildrenOnly);
    qDeleteAll(connections);
}

void Listener::stop()
{
    close();
    const auto connections = findChildren<HttpConnection *>(Qt::FindDirectChildrenOnly);
    for (HttpConnection *connection : connections)
        connection->closeWhenIdle();
}

void Listener::incomingConnection(qintptr descriptor)
{
    auto socket = std::make_unique<QTcpSocket>();
    if (!socket->setSocketDescriptor(descriptor)) {
        ::close(static_cast<int>(descriptor));
        return;
    }
    const QHostAddress address = socket->peerAddress();
    if (!m_peers.hasRoomFor(address)) {
        m_refused.add();
        qCWarning(logNet).noquote() << "refused a connection over the limit from" << address.toString();
        socket->abort();
        return;
    }
    m_accepted.add();
    m_open.add();
    m_peers.add(address);
    // A WebSocket outlives the HttpConnection, so it is the socket that counts.
    whenDeleted(socket.get(), this, [this, address] {
        m_open.subtract();
        m_peers.remove(address);
    });
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    socket->setReadBufferSize(httpReadBuffer);
    new HttpConnection(std::move(socket), m_config, m_handlers, m_budget, this);
}

} // namespace ventanilla
