#pragma once

#include "client/chatsession.h"
#include "support/fakechatserver.h"
#include "support/manualclock.h"

namespace ventanilla {

/// A ChatSession of Ana's against a FakeChatServer. Its backoff has no chance in it: a second, then
/// two, and so on.
struct ChatSessionFixture {
    explicit ChatSessionFixture(SessionTimeouts timeouts = {})
    {
        auto owned = std::make_unique<FakeTransport>();
        transport = owned.get();
        server = std::make_unique<FakeChatServer>(*transport);
        session = std::make_unique<ChatSession>(std::move(owned), clock, ReconnectPolicy([] { return 1.0; }),
                                                timeouts);
    }

    static SignedIn ana(const QString &token = QStringLiteral("token"))
    {
        return {QStringLiteral("ana"), QStringLiteral("Ana"), Role::User, token, 0};
    }

    void start() { session->start(url, ana()); }
    void connectFully()
    {
        start();
        server->letIn();
    }
    void breakOff() { transport->breakOff(TransportFailure::Lost); }
    /// The connection is lost and comes back.
    void reconnect()
    {
        breakOff();
        session->retryNow();
        server->letIn();
    }

    const QUrl url {QStringLiteral("http://chat.example:3000")};
    ManualClock clock;
    FakeTransport *transport = nullptr;
    std::unique_ptr<FakeChatServer> server;
    std::unique_ptr<ChatSession> session;
};

} // namespace ventanilla
