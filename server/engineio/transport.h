#pragma once

#include "protocol/engineiopacket.h"

#include <QObject>

namespace ventanilla {

/// Carries the packets of one Engine.IO session to and from one client. Nothing above this
/// interface knows what the packets travel on. Lives on the network's thread.
class Transport : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Queues an encoded packet (EngineIoPacket::encode()); text, so that a packet for many is
    /// encoded once. Dropped after closed().
    virtual void send(const QString &encodedPacket) = 0;
    /// Sends what is queued and ends; closed() follows, at the latest after a grace time.
    virtual void close() = 0;
    /// Ends now; what is queued is lost. closed() follows.
    virtual void abort() = 0;
    /// Bytes that the client has not taken yet.
    virtual qint64 bytesQueued() const = 0;

signals:
    void packetReceived(const ventanilla::EngineIoPacket &packet);
    /// The client sent what is no packet. The transport stays open.
    void malformedReceived();
    /// Emitted once.
    void closed();
};

} // namespace ventanilla
