#pragma once

#include "protocol/engineiopacket.h"
#include "protocol/events.h"
#include "protocol/session.h"
#include "protocol/socketiopacket.h"
#include "support/faketransport.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace ventanilla {

/// The chat server as a client sees it through a FakeTransport: says one thing at a time, when the
/// test tells it to.
class FakeChatServer
{
public:
    explicit FakeChatServer(FakeTransport &transport)
        : m_transport(transport)
    {
    }

    /// The Engine.IO handshake.
    void greet(qint64 pingIntervalMs = 25'000, qint64 pingTimeoutMs = 20'000)
    {
        const EngineIoHandshake handshake {
            QStringLiteral("engine"), {}, pingIntervalMs, pingTimeoutMs, 1'000'000};
        const QByteArray json = QJsonDocument(handshake.toJson()).toJson(QJsonDocument::Compact);
        m_transport.succeed();
        m_transport.receive(u'0' + QString::fromUtf8(json));
    }

    void accept() { m_transport.receive(QStringLiteral("40{\"sid\":\"socket\"}")); }

    void refuse(const QString &message, const QString &code)
    {
        SocketIoPacket packet;
        packet.type = SocketIoPacket::Type::ConnectError;
        packet.data = QJsonObject {{QStringLiteral("message"), message},
                                   {QStringLiteral("data"), QJsonObject {{QStringLiteral("codigo"), code}}}};
        send(packet);
    }

    void emitEvent(QStringView name, const QJsonObject &payload)
    {
        send(SocketIoPacket::event(QStringLiteral("/"), name, {payload}));
    }

    void ready(bool available = true)
    {
        Ready ready;
        ready.cursor = 7;
        ready.epoch = QStringLiteral("epoch");
        ready.available = available;
        emitEvent(event::ready, ready.toJson());
    }

    /// All of it, from the connection to `listo`.
    void letIn()
    {
        greet();
        accept();
        ready();
    }

    void acknowledge(qint64 ackId, const QJsonObject &answer)
    {
        SocketIoPacket packet;
        packet.type = SocketIoPacket::Type::Ack;
        packet.id = ackId;
        packet.data = QJsonArray {answer};
        send(packet);
    }

    struct Received {
        qint64 ackId = 0;
        PrivateMessage message;
    };

    /// The messages that came in over the present connection.
    QList<Received> messages() const
    {
        QList<Received> found;
        for (const QString &text : m_transport.sent) {
            const auto packet = SocketIoPacket::decode(QStringView(text).mid(1));
            if (!packet || packet->type != SocketIoPacket::Type::Event)
                continue;
            const auto message = PrivateMessage::fromJson(packet->data.toArray().at(1), 4'000);
            if (message)
                found.append({packet->id.value_or(0), *message});
        }
        return found;
    }

private:
    void send(const SocketIoPacket &packet) { m_transport.receive(u'4' + packet.encode()); }

    FakeTransport &m_transport;
};

} // namespace ventanilla
