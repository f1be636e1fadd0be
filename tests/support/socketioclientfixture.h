#pragma once

#include "socketio/socketioserver.h"
#include "support/fakeenginetransport.h"
#include "support/manualclock.h"

#include "engineio/enginesession.h"

#include <QPointer>

namespace ventanilla {

/// A Socket.IO server's session with one client, whose packets the test says and reads.
class PlayedClient
{
    Counters m_counters;
    BufferBudget m_budget;

public:
    PlayedClient(SocketIoServer &server, const EngineConfig &config, const Clock &clock)
        : m_budget(0, m_counters)
    {
        auto made = std::make_unique<FakeEngineTransport>();
        transport = made.get();
        session = std::make_unique<EngineSession>(QStringLiteral("engine-sid"), std::move(made),
                                                  HttpRequest(), EngineContext {config, clock, m_budget});
        server.accept(session.get());
        session->open();
        transport->take();
    }

    /// A Socket.IO packet.
    void say(const QString &packet) { transport->receive(QStringLiteral("4") + packet); }
    void sayBinary(const QByteArray &bytes) { transport->receiveBinary(bytes); }
    /// The Socket.IO packets since the last call.
    QStringList heard()
    {
        QStringList packets;
        for (const QString &packet : transport->take())
            packets.append(packet.startsWith(u'b') ? packet : packet.mid(1));
        return packets;
    }
    BufferBudget &budget() { return m_budget; }
    bool isClosed() const { return transport->isClosed; }

    std::unique_ptr<EngineSession> session;
    QPointer<FakeEngineTransport> transport;
};

} // namespace ventanilla
