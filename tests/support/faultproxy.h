#pragma once

#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <array>
#include <functional>
#include <memory>
#include <vector>

namespace ventanilla {

class FaultProxyLink;

/// A network between a client and a server that fails at the test's word: a TCP proxy on a free port of
/// 127.0.0.1, in the test's process and on its thread. Every fault may begin and end at any time, for
/// the connections that are there as for those to come. Holds a bounded number of bytes of each
/// connection; who sends more has to wait.
class FaultProxy : public QObject
{
public:
    enum class Toward { Server, Client };
    enum class Cut {
        /// RST: what was on its way is lost.
        Reset,
        /// FIN, to both sides.
        Orderly,
    };
    /// Whether a WebSocket's text message is meant.
    using MessageTest = std::function<bool(const QByteArray &text)>;
    using Watcher = std::function<void(const QByteArray &what)>;

    /// What happened in one direction of all connections.
    struct Counts {
        qint64 bytes = 0;
        int dropped = 0;
        int duplicated = 0;
        /// Connections that were cut within a message.
        int cut = 0;
    };

    /// `upstream` is the server's port on 127.0.0.1.
    explicit FaultProxy(quint16 upstream);
    ~FaultProxy() override;

    quint16 port() const { return m_port; }
    QUrl url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_port)); }
    /// Where connections go from now on; those that are there stay.
    void setUpstream(quint16 port) { m_upstream = port; }
    quint16 upstream() const { return m_upstream; }

    /// Ends all faults. What was held or delayed goes on; what was dropped or cut is gone.
    void pass();
    /// All connections that are there.
    void cut(Cut how);
    /// Nobody listens any more; the connections that are there stay.
    void refuse();
    /// What comes from now on arrives so much later, in its order.
    void delay(Toward direction, int ms);
    /// A half-open connection: nothing gets through in this direction, not even the end, and nobody is
    /// told. New connections are made.
    void hold(Toward direction);
    /// The same in both directions. New connections are accepted, and get no further.
    void blackHole();
    /// Swallows messages.
    void drop(Toward direction, MessageTest meant);
    /// Sends messages twice.
    void duplicate(Toward direction, MessageTest meant);
    /// Of the next message that is meant, so many bytes of its frames arrive, and then the connection
    /// is cut. Once.
    void cutWithin(Toward direction, MessageTest meant, qsizetype bytes, Cut how);

    static MessageTest beginningWith(const QByteArray &beginning);
    static MessageTest oneIn(int count, MessageTest meant);
    /// Socket.IO's, of the main namespace.
    static MessageTest acknowledgements() { return beginningWith("43"); }

    const Counts &counts(Toward direction) const { return of(direction).counts; }
    /// Targets of the HTTP requests that went to the server, of all connections.
    const QList<QByteArray> &requests() const { return m_requests; }
    qsizetype requestCount(const QByteArray &beginning) const;
    void forgetRequests() { m_requests.clear(); }
    /// Is told of each before it goes on, and may begin a fault.
    void watchRequests(Watcher watcher) { m_requestWatcher = std::move(watcher); }
    /// The same of WebSockets' text messages.
    void watchMessages(Toward direction, Watcher watcher) { of(direction).told = std::move(watcher); }
    int connectionCount() const { return m_connections; }
    /// Of the connections that are there.
    int openCount() const { return static_cast<int>(m_links.size()); }
    qint64 bufferedBytes(Toward direction) const;

private:
    friend class FaultProxyLane;
    friend class FaultProxyLink;

    /// What is done in one direction, and what has been.
    struct Direction {
        bool held = false;
        int delayMs = 0;
        MessageTest drops;
        MessageTest duplicates;
        MessageTest cuts;
        qsizetype cutAfter = 0;
        Cut cutHow = Cut::Reset;
        Counts counts;
        /// Who hears of requests, and of messages, in this direction.
        Watcher heard;
        Watcher told;
    };

    Direction &of(Toward direction) { return m_directions[direction == Toward::Server ? 0 : 1]; }
    const Direction &of(Toward direction) const { return m_directions[direction == Toward::Server ? 0 : 1]; }
    bool isBlackHole() const { return m_directions[0].held && m_directions[1].held; }
    void listen();
    void onConnection();
    void pumpAll();
    std::vector<FaultProxyLink *> links() const;
    void forget(FaultProxyLink *link);

    quint16 m_upstream;
    quint16 m_port = 0;
    QTcpServer m_listener;
    /// Keeps the port from others while nobody listens.
    QTcpSocket m_placeholder;
    std::array<Direction, 2> m_directions;
    QList<QByteArray> m_requests;
    Watcher m_requestWatcher;
    std::vector<std::unique_ptr<FaultProxyLink>> m_links;
    int m_connections = 0;
};

} // namespace ventanilla
