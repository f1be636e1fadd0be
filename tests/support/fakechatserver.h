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
        ready.cursor = cursor;
        ready.epoch = epoch;
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

    struct Event {
        QString name;
        /// 0 if no acknowledgement is wanted.
        qint64 ackId = 0;
        QJsonObject payload;
    };

    /// What came in over the present connection; of one name, or all.
    QList<Event> events(QStringView name = {}) const
    {
        QList<Event> found;
        for (const QString &text : m_transport.sent) {
            const auto packet = SocketIoPacket::decode(QStringView(text).mid(1));
            if (!packet || packet->type != SocketIoPacket::Type::Event)
                continue;
            const QJsonArray data = packet->data.toArray();
            if (name.isEmpty() || data.at(0).toString() == name)
                found.append({data.at(0).toString(), packet->id.value_or(0), data.at(1).toObject()});
        }
        return found;
    }

    /// Answers the last event of this name.
    void answerLast(QStringView name, const QJsonObject &answer)
    {
        const QList<Event> asked = events(name);
        Q_ASSERT(!asked.isEmpty());
        acknowledge(asked.last().ackId, answer);
    }

    struct Received {
        qint64 ackId = 0;
        PrivateMessage message;
    };

    /// The messages that came in over the present connection.
    QList<Received> messages() const
    {
        QList<Received> found;
        for (const Event &sent : events(event::privateMessage)) {
            if (const auto message = PrivateMessage::fromJson(sent.payload, 4'000))
                found.append({sent.ackId, *message});
        }
        return found;
    }

    /// What `listo` says.
    qint64 cursor = 7;
    QString epoch = QStringLiteral("epoch");

private:
    void send(const SocketIoPacket &packet) { m_transport.receive(u'4' + packet.encode()); }

    FakeTransport &m_transport;
};

} // namespace ventanilla
