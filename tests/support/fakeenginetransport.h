#pragma once

#include "engineio/transport.h"

#include <QStringList>

namespace ventanilla {

/// A client of the server's Engine.IO that a test plays itself. Closes at once, inside the call, as
/// a socket may.
class FakeEngineTransport final : public Transport
{
public:
    using Transport::Transport;

    void send(const QString &encodedPacket) override
    {
        if (!isClosed)
            sent.append(encodedPacket);
    }
    void close() override { end(); }
    void abort() override
    {
        aborted = true;
        end();
    }
    qint64 bytesQueued() const override { return queued; }

    void receive(const QString &text)
    {
        const auto packet = EngineIoPacket::decode(text);
        if (packet)
            emit packetReceived(*packet);
        else
            emit malformedReceived();
    }
    /// The client is gone.
    void end()
    {
        if (!std::exchange(isClosed, true))
            emit closed();
    }
    QStringList take() { return std::exchange(sent, {}); }

    QStringList sent;
    qint64 queued = 0;
    bool isClosed = false;
    bool aborted = false;
};

} // namespace ventanilla
