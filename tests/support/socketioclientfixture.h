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
public:
    PlayedClient(SocketIoServer &server, const EngineConfig &config, const Clock &clock)
    {
        auto made = std::make_unique<FakeEngineTransport>();
        transport = made.get();
        session = std::make_unique<EngineSession>(QStringLiteral("engine-sid"), std::move(made),
                                                  HttpRequest(), config, clock);
        server.accept(session.get());
        session->open();
        transport->take();
    }

    /// A Socket.IO packet.
    void say(const QString &packet) { transport->receive(QStringLiteral("4") + packet); }
    /// The Socket.IO packets since the last call.
    QStringList heard()
    {
        QStringList packets;
        for (const QString &packet : transport->take())
            packets.append(packet.mid(1));
        return packets;
    }
    bool isClosed() const { return transport->isClosed; }

    std::unique_ptr<EngineSession> session;
    QPointer<FakeEngineTransport> transport;
};

} // namespace ventanilla
