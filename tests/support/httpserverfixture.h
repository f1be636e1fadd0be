#pragma once

#include "net/listener.h"
#include "support/rawclient.h"

#include <memory>
#include <optional>
#include <vector>

namespace ventanilla {

/// A Listener whose requests the test answers when it likes, and one client of it.
class HttpServerFixture : public QObject
{
protected:
    bool listen(HttpConnectionConfig config = {})
    {
        config.limits.bodyBytes = 1000;
        HttpHandlers handlers;
        handlers.onRequest = [this](HttpRequest request, const HttpResponder &responder) {
            m_requests.emplace_back(std::move(request), responder);
        };
        handlers.onUpgrade = [](const HttpRequest &, std::unique_ptr<QTcpSocket> socket) {
            socket.release()->deleteLater(); // no test comes so far
        };
        handlers.upgradeProblem = [](const HttpRequest &) { return std::nullopt; };
        stop();
        m_listener = std::make_unique<Listener>(ListenerConfig {config}, handlers, m_budget, m_counters);
        const bool listening = m_listener->listen(QHostAddress::LocalHost, 0);
        m_client = std::make_unique<RawClient>(m_listener->serverPort());
        return listening;
    }
    void stop()
    {
        m_client.reset();
        m_listener.reset();
        m_requests.clear();
    }
    RawClient &client() { return *m_client; }
    void respond(std::size_t index, const QByteArray &body)
    {
        m_requests.at(index).second->respond({200, "text/plain", body, {}, false});
    }
    static QByteArray get(const QByteArray &name, const QByteArray &headers = {})
    {
        return "GET /" + name + " HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n";
    }

    Counters m_counters;
    BufferBudget m_budget {0, m_counters};
    std::unique_ptr<Listener> m_listener;
    std::unique_ptr<RawClient> m_client;
    std::vector<std::pair<HttpRequest, std::optional<HttpResponder>>> m_requests;
};

} // namespace ventanilla
