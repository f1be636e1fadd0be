#pragma once

#include "core/counters.h"
#include "net/httpconnection.h"

#include <QHash>
#include <QHostAddress>
#include <QTcpServer>

namespace ventanilla {

struct ListenerConfig {
    HttpConnectionConfig http;
    /// Open connections at once; 0 for no limit of our own.
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
    bool hasRoomFor(const QHostAddress &address) const;
    void countOut(const QHostAddress &address);

    const ListenerConfig m_config;
    const HttpHandlers m_handlers;
    BufferBudget &m_budget;
    Counter &m_accepted;
    Counter &m_refused;
    Counter &m_open;
    QHash<QHostAddress, qint64> m_perAddress;
    qint64 m_total = 0;
};

} // namespace ventanilla
