#include "client/socketioclient.h"

#include "client/serveraddress.h"
#include "core/logging.h"

#include <QJsonDocument>

#include <algorithm>

namespace ventanilla {

namespace {

using EngineType = EngineIoPacket::Type;
using Type = SocketIoPacket::Type;

/// A server that announces a longer heartbeat is held to this one.
constexpr qint64 longestSilenceMs = 600'000;

} // namespace

SocketIoClient::SocketIoClient(std::unique_ptr<ClientTransport> transport,
                               std::chrono::milliseconds connectTimeout, QObject *parent)
    : QObject(parent)
    , m_transport(std::move(transport))
{
    m_connectTimer.setSingleShot(true);
    m_connectTimer.setInterval(connectTimeout);
    m_silenceTimer.setSingleShot(true);
    connect(&m_connectTimer, &QTimer::timeout, this, &SocketIoClient::onConnectTimeout);
    connect(&m_silenceTimer, &QTimer::timeout, this, &SocketIoClient::onSilence);
    connect(m_transport.get(), &ClientTransport::opened, this, &SocketIoClient::onTransportOpened);
    connect(m_transport.get(), &ClientTransport::textReceived, this, &SocketIoClient::onText);
    connect(m_transport.get(), &ClientTransport::closed, this,
            [this](TransportFailure failure, const QString &detail) {
                becomeIdle();
                emit closed(failure, detail);
            });
}

SocketIoClient::~SocketIoClient()
{
    close();
}

void SocketIoClient::open(const QUrl &server, const QString &token)
{
    close();
    m_token = token;
    m_phase = Phase::Opening;
    m_connectTimer.start();
    m_transport->open(socketIoUrl(server));
}

void SocketIoClient::close()
{
    if (m_phase == Phase::Idle)
        return;
    if (m_phase == Phase::Connected) {
        SocketIoPacket goodBye;
        goodBye.type = Type::Disconnect;
        send(goodBye);
    }
    becomeIdle();
    m_transport->close();
}

void SocketIoClient::emitEvent(QStringView name, const QJsonArray &arguments, const Ack &ack)
{
    if (m_phase != Phase::Connected)
        return;
    SocketIoPacket packet = SocketIoPacket::event(QStringLiteral("/"), name, arguments);
    if (ack) {
        packet.id = ++m_lastAckId;
        m_acks.insert(m_lastAckId, ack);
    }
    send(packet);
}

void SocketIoClient::onTransportOpened()
{
    if (m_phase == Phase::Opening)
        m_phase = Phase::AwaitingHandshake;
}

// Each branch ends in at most one signal, and nothing is touched after it: whoever gets the signal
// may close or reopen this client.
void SocketIoClient::onText(const QString &text)
{
    if (m_phase == Phase::Idle)
        return;
    const auto packet = EngineIoPacket::decode(text);
    if (!packet)
        return breach(packet.error().message);
    if (m_phase == Phase::AwaitingHandshake && packet->type != EngineType::Open)
        return breach(QStringLiteral("a packet came before the handshake"));
    if (m_silenceTimer.isActive())
        m_silenceTimer.start();

    switch (packet->type) {
    case EngineType::Open:
        return onOpenPacket(packet->payload);
    case EngineType::Ping:
        m_transport->sendText(EngineIoPacket {EngineType::Pong, packet->payload}.encode());
        return;
    case EngineType::Close:
        return end(TransportFailure::Closed, QStringLiteral("the server closed the session"));
    case EngineType::Noop:
        return;
    case EngineType::Message: {
        const auto inner = SocketIoPacket::decode(packet->payload);
        if (inner && inner->awaited > 0)
            return breach(QStringLiteral("a binary packet came, which the chat has none of"));
        return inner ? onPacket(*inner) : breach(inner.error().message);
    }
    case EngineType::Pong:
    case EngineType::Upgrade:
        break;
    }
    breach(QStringLiteral("a packet came that only clients send"));
}

void SocketIoClient::onOpenPacket(const QString &payload)
{
    if (m_phase != Phase::AwaitingHandshake)
        return breach(QStringLiteral("a second handshake came"));
    const auto handshake = EngineIoHandshake::fromJson(QJsonDocument::fromJson(payload.toUtf8()).object());
    if (!handshake)
        return breach(handshake.error().message);
    const qint64 silenceMs = std::min(handshake->pingIntervalMs + handshake->pingTimeoutMs, longestSilenceMs);
    m_silenceTimer.start(std::chrono::milliseconds(silenceMs));
    m_phase = Phase::AwaitingConnect;
    SocketIoPacket packet;
    packet.data = QJsonObject {{QStringLiteral("token"), m_token}};
    send(packet);
    emit authenticating();
}

void SocketIoClient::onPacket(const SocketIoPacket &packet)
{
    if (packet.nsp != u"/")
        return breach(QStringLiteral("a packet came for a namespace that was not joined"));
    const bool early = m_phase == Phase::AwaitingConnect;
    const bool belongsBefore = packet.type == Type::Connect || packet.type == Type::ConnectError;
    if (early != belongsBefore)
        return breach(QStringLiteral("a Socket.IO packet came at the wrong time"));

    switch (packet.type) {
    case Type::Connect:
        m_phase = Phase::Connected;
        m_connectTimer.stop();
        emit connected();
        return;
    case Type::ConnectError:
        return onConnectError(packet.data.toObject());
    case Type::Disconnect:
        return end(TransportFailure::Closed, QStringLiteral("the server ended the session"));
    case Type::Event:
        return onEvent(packet.data.toArray());
    case Type::Ack:
        return onAck(*packet.id, packet.data.toArray());
    }
}

void SocketIoClient::onConnectError(const QJsonObject &data)
{
    WireError error = WireError::fromJson(data.value(u"data"));
    error.message = data.value(u"message").toString();
    becomeIdle();
    m_transport->close();
    emit refused(error);
}

void SocketIoClient::onEvent(QJsonArray data)
{
    const QString name = data.takeAt(0).toString();
    emit eventReceived(name, data);
}

void SocketIoClient::onAck(qint64 id, const QJsonArray &arguments)
{
    const Ack ack = m_acks.take(id);
    if (ack)
        ack(arguments.isEmpty() ? QJsonValue(QJsonValue::Undefined) : arguments.first());
    else
        qCDebug(logClient) << "an acknowledgement came that nobody waits for";
}

void SocketIoClient::onSilence()
{
    end(TransportFailure::Lost, QStringLiteral("the server has gone silent"));
}

void SocketIoClient::onConnectTimeout()
{
    end(TransportFailure::Unreachable, QStringLiteral("the server did not answer in time"));
}

void SocketIoClient::send(const SocketIoPacket &packet)
{
    m_transport->sendText(EngineIoPacket {EngineType::Message, packet.encode()}.encode());
}

void SocketIoClient::breach(const QString &detail)
{
    qCWarning(logClient).noquote() << "the server broke the protocol:" << forLog(detail);
    end(TransportFailure::Protocol, detail);
}

void SocketIoClient::end(TransportFailure failure, const QString &detail)
{
    becomeIdle();
    m_transport->close();
    emit closed(failure, detail);
}

void SocketIoClient::becomeIdle()
{
    m_phase = Phase::Idle;
    m_token.clear();
    m_acks.clear();
    m_connectTimer.stop();
    m_silenceTimer.stop();
}

} // namespace ventanilla
