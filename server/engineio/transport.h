#pragma once

#include "protocol/engineiopacket.h"

#include <QByteArray>
#include <QObject>
#include <QStringList>

#include <memory>
#include <variant>
#include <vector>

namespace ventanilla {

struct HttpRequest;

/// One encoded packet on its way to a client: text (EngineIoPacket::encode()), or the bytes of a
/// binary message. Implicitly shared, so that a packet for many is encoded once.
using EncodedPacket = std::variant<QString, QByteArray>;

/// What it takes in memory.
qint64 sizeOf(const EncodedPacket &packet);

/// Carries the packets of one Engine.IO session to and from one client. Nothing above this
/// interface knows what the packets travel on. Lives on the network's thread.
class Transport : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Its name on the wire.
    virtual QString name() const = 0;
    /// Names of the transports to which a session can move from this one.
    virtual QStringList upgrades() const { return {}; }

    /// Queues a packet. Dropped once it is closing.
    virtual void send(const EncodedPacket &packet) = 0;
    /// Gives the network what it takes of the queue now, instead of when the event loop comes to it.
    virtual void flush() { }
    /// Sends what is queued, tells the client, and ends; closed() follows, at the latest after a
    /// grace time.
    virtual void close() = 0;
    /// Ends now for a client that broke the rules: it is told if that costs no waiting.
    virtual void dismiss() = 0;
    /// Ends now; what is queued is lost. closed() follows.
    virtual void abort() = 0;

    /// Bytes that the client has not taken yet.
    virtual qint64 bytesQueued() const = 0;
    /// Bytes received of what is not complete yet.
    virtual qint64 bytesReceiving() const { return 0; }

    /// What it keeps of the request that opened it, in bytes.
    virtual qint64 bytesOfRequest(const HttpRequest &) const { return 0; }

    /// The largest packet that is taken from now on, in bytes.
    virtual void setPayloadLimit(qint64) { }

    /// An upgrade away from this transport has begun, or has come to nothing: while one goes on,
    /// the client waits for no packet here.
    virtual void setUpgrading(bool) { }
    /// The session has moved away: gives what is still queued and ends without closed().
    virtual std::vector<EncodedPacket> retire() { return {}; }

signals:
    void packetReceived(const ventanilla::EngineIoPacket &packet);
    /// The client sent what is no packet, or against the transport's rules.
    void malformedReceived();
    /// bytesQueued() or bytesReceiving() may have changed, other than by send().
    void buffersChanged();
    /// Emitted once.
    void closed();
};

/// Closes a transport that belongs to nobody any more; it deletes itself, at the latest with
/// `parent`.
void closeAndForget(std::unique_ptr<Transport> transport, QObject *parent);

} // namespace ventanilla
