#pragma once

#include "engineio/transport.h"

#include <QStringList>

#include <algorithm>
#include <functional>

namespace ventanilla {

/// A client of the server's Engine.IO that a test plays itself. Closes at once, inside the call, as
/// a socket may.
class FakeEngineTransport final : public Transport
{
public:
    using Transport::Transport;

    QString name() const override { return transportName; }
    QStringList upgrades() const override { return possibleUpgrades; }
    void send(const EncodedPacket &packet) override
    {
        if (isClosed)
            return;
        if (const auto *text = std::get_if<QString>(&packet))
            sent.append(*text);
        else
            sent.append(QStringLiteral("b") + QString::fromLatin1(std::get<QByteArray>(packet).toHex()));
    }
    void flush() override { queued = std::max<qint64>(queued - takenByTheNetwork, 0); }
    void close() override
    {
        if (!staysOpen)
            end();
    }
    void dismiss() override { end(); }
    void abort() override
    {
        aborted = true;
        end();
    }
    qint64 bytesQueued() const override { return queued; }
    qint64 bytesReceiving() const override { return receiving; }
    void setPayloadLimit(qint64 bytes) override { payloadLimit = bytes; }
    void setUpgrading(bool going) override { upgrading = going; }
    std::vector<EncodedPacket> retire() override
    {
        isClosed = true;
        if (whenRetired)
            whenRetired();
        return std::exchange(unsent, {});
    }

    void receive(const QString &text)
    {
        const auto packet = EngineIoPacket::decode(text);
        if (packet)
            emit packetReceived(*packet);
        else
            emit malformedReceived();
    }
    void receiveBinary(const QByteArray &bytes)
    {
        emit packetReceived(EngineIoPacket {EngineIoPacket::Type::Message, {}, bytes});
    }
    /// The client is gone.
    void end()
    {
        if (!std::exchange(isClosed, true))
            emit closed();
    }
    QStringList take() { return std::exchange(sent, {}); }

    QString transportName = QStringLiteral("websocket");
    QStringList possibleUpgrades;
    /// Binary messages as `b` and hexadecimal digits.
    QStringList sent;
    /// What it hands back when it retires.
    std::vector<EncodedPacket> unsent;
    std::function<void()> whenRetired;
    qint64 queued = 0;
    /// What flush() gets rid of.
    qint64 takenByTheNetwork = 0;
    qint64 receiving = 0;
    qint64 payloadLimit = 0;
    bool upgrading = false;
    /// Its client takes its time.
    bool staysOpen = false;
    bool isClosed = false;
    bool aborted = false;
};

} // namespace ventanilla
