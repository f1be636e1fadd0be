#pragma once

#include "core/counters.h"
#include "net/httpconnection.h"
#include "net/peerlimit.h"

#include <QTcpServer>

namespace ventanilla {

struct ListenerConfig {
    HttpConnectionConfig http;
    /// Open connections at once, in all and of one network (networkOf()); 0 for no limit of our own.
    qint64 maxConnections = 0;
    qint64 connectionsPerAddress = 1000;
};

/// The one port. Accepts connections, within their limits, and gives each to an HttpConnection,
/// which answers HTTP or hands an upgrade on. Lives on the network's thread.
class Listener : public QTcpServer
{
    Q_OBJECT

public:
    /// `budget` and `counters` must outlive it.
    Listener(const ListenerConfig &config, HttpHandlers handlers, BufferBudget &budget, Counters &counters,
             QObject *parent = nullptr);
    ~Listener() override;

    /// Takes no more connections, and ends those over HTTP once their requests are answered.
    void stop();

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    const HttpConnectionConfig m_config;
    const HttpHandlers m_handlers;
    BufferBudget &m_budget;
    Counter &m_accepted;
    Counter &m_refused;
    Counter &m_open;
    PeerLimit m_peers;
};

} // namespace ventanilla
