#pragma once

#include "core/counters.h"
#include "engineio/enginesession.h"
#include "engineio/handshake.h"
#include "net/httpconnection.h"
#include "net/peerlimit.h"
#include "net/websocketupgrader.h"

#include <QHash>
#include <QObject>

namespace ventanilla {

class PollingTransport;

/// The Engine.IO server: judges what comes to its path and owns the sessions that come of it. Lives
/// on the network's thread; what it is given must outlive it.
class Engine : public QObject
{
    Q_OBJECT

public:
    Engine(const EngineConfig &config, const Clock &clock, BufferBudget &budget, Counters &counters,
           QObject *parent = nullptr);
    ~Engine() override;

    const EngineConfig &config() const { return m_config; }
    /// What a Listener does with requests: those to the engine's path are the engine's, all others
    /// go to `others`, which must have every handler.
    HttpHandlers handlers(HttpHandlers others);
    /// The answer that refuses this request its upgrade, or nothing if it may have it.
    std::optional<HttpResponse> upgradeProblem(const HttpRequest &request) const;

    qsizetype sessionCount() const { return m_sessions.size(); }
    void closeAll();

signals:
    /// The session is not open yet: connect to its signals, it opens right after.
    void sessionCreated(ventanilla::EngineSession *session);

private:
    struct Judgement {
        std::optional<HandshakeError> problem;
        /// Nothing for a new one.
        EngineSession *session = nullptr;
    };

    bool isFor(const HttpRequest &request) const { return request.path == m_config.path; }
    Result<qint64, HttpResponse> judgeHead(const HttpRequest &head, const HttpResponder &responder) const;
    void handleRequest(const HttpRequest &request, const HttpResponder &responder);
    void handlePolling(const HttpRequest &request, const HttpResponder &responder);
    Judgement judgeRequest(const HttpRequest &request, bool isUpgrade) const;
    void openPolling(const HttpRequest &request, const HttpResponder &responder);
    void openSession(std::unique_ptr<Transport> transport, HttpRequest request);
    void attach(UpgradedSocket socket);
    void forget(EngineSession *session);

    const EngineConfig m_config;
    const EngineContext m_context;
    Counter &m_opened;
    Counter &m_live;
    Counter &m_refused;
    WebSocketUpgrader m_upgrader;
    QHash<QString, EngineSession *> m_sessions;
    PeerLimit m_peers;
};

} // namespace ventanilla
