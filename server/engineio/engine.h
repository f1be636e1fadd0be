#pragma once

#include "core/counters.h"
#include "engineio/enginesession.h"
#include "net/httpconnection.h"

#include <QHash>
#include <QObject>

class QWebSocket;

namespace ventanilla {

/// A new session id: 120 random bits as base64url, not to be guessed.
QString makeSid();

/// The Engine.IO server: judges handshakes and owns the sessions that come of them. Lives on the
/// network's thread; `clock` and `counters` must outlive it.
class Engine : public QObject
{
    Q_OBJECT

public:
    Engine(const EngineConfig &config, const Clock &clock, Counters &counters, QObject *parent = nullptr);
    ~Engine() override;

    const EngineConfig &config() const { return m_config; }

    /// A plain HTTP request to the engine's path.
    void handleRequest(const HttpRequest &request, const HttpResponder &responder) const;

    /// The answer that refuses this request its upgrade, or nothing if it may have it.
    std::optional<HttpResponse> upgradeProblem(const HttpRequest &request) const;

    /// Starts a session on a socket whose request passed upgradeProblem(). Takes ownership.
    void attach(QWebSocket *socket, HttpRequest request);

    qsizetype sessionCount() const { return m_sessions.size(); }
    void closeAll();

signals:
    /// The session is not open yet: connect to its signals, it opens right after.
    void sessionCreated(ventanilla::EngineSession *session);

private:
    const EngineConfig m_config;
    const Clock &m_clock;
    Counter &m_opened;
    Counter &m_live;
    QHash<QString, EngineSession *> m_sessions;
};

} // namespace ventanilla
