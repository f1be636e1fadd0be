#include "socketio/connection.h"

#include "core/logging.h"
#include "engineio/enginesession.h"
#include "socketio/namespace.h"
#include "socketio/socketioserver.h"

#include <QPointer>
#include <QTimer>

namespace ventanilla {

namespace {
// How often one connection may ask to join a namespace: joining is dearer than any event, and is
// not counted by the limits of what happens inside.
constexpr int mostConnects = 16;
// Of a packet of a connection that is in no namespace, in bytes. A CONNECT with a token is shorter.
constexpr qint64 longestBeforeJoining = 16 * 1024;
} // namespace

SocketIoConnection::SocketIoConnection(EngineSession &session, SocketIoServer &server, int connectTimeoutMs)
    : QObject(&session)
    , m_session(session)
    , m_server(server)
    , m_connectTimer(new QTimer(this))
{
    m_connectTimer->setSingleShot(true);
    connect(m_connectTimer, &QTimer::timeout, this, &SocketIoConnection::onConnectTimeout);
    m_connectTimer->setInterval(connectTimeoutMs);
    awaitConnect();
    connect(&session, &EngineSession::messageReceived, this,
            [this](const QString &payload) { onDecoded(m_decoder.addText(payload)); });
    connect(&session, &EngineSession::binaryReceived, this,
            [this](const QByteArray &bytes) { onDecoded(m_decoder.addBinary(bytes)); });
    connect(&session, &EngineSession::closed, this,
            [this](CloseReason reason) { onClosed(describe(reason)); });
}

SocketIoConnection::~SocketIoConnection() = default;

void SocketIoConnection::send(const SocketIoPacket &packet)
{
    m_session.sendEncoded(EngineSession::encodeMessage(packet.encode()));
    for (const QByteArray &attachment : packet.attachments)
        m_session.sendBinary(attachment);
}

void SocketIoConnection::leave(Socket &socket, const QString &reason)
{
    const auto member = m_members.find(socket.nsp().name());
    if (member == m_members.end())
        return;
    // Taken out first: a handler that sends to this client must not find it half gone.
    Member leaving = std::move(member->second);
    m_members.erase(member);
    leaving.socket->markLeft();
    if (leaving.joined)
        leaving.socket->nsp().disconnected(*leaving.socket, reason);
    // We may be inside a call of the socket's own.
    leaving.socket.release()->deleteLater();
    if (m_members.empty() && m_session.isOpen())
        awaitConnect();
}

/// Who is in no namespace has little time, and little to say.
void SocketIoConnection::awaitConnect()
{
    m_connectTimer->start();
    m_session.setPayloadLimit(longestBeforeJoining);
}

void SocketIoConnection::onDecoded(const SocketIoDecoder::Decoded &packet)
{
    m_session.setBytesHeld(m_decoder.bytesHeld());
    if (!m_session.isOpen())
        return;
    if (!packet) {
        qCInfo(logSocketIo).noquote() << "closing a connection:" << packet.error().message;
        m_session.close(CloseReason::ParseError);
    } else if (*packet) {
        onPacket(**packet);
    }
}

void SocketIoConnection::onPacket(const SocketIoPacket &packet)
{
    if (packet.type == SocketIoPacket::Type::Connect)
        onConnectPacket(packet);
    else
        onMemberPacket(packet);
}

void SocketIoConnection::onConnectPacket(const SocketIoPacket &packet)
{
    if (packet.id || m_members.contains(packet.nsp) || ++m_connects > mostConnects) {
        m_session.close(CloseReason::ParseError);
        return;
    }
    Namespace *nsp = m_server.find(packet.nsp);
    if (!nsp) {
        refuse(packet.nsp, QStringLiteral("Invalid namespace"));
        return;
    }
    Member &member = m_members[packet.nsp];
    member.socket = std::make_unique<Socket>(m_server.makeSocketId(), packet.data.toObject(), *nsp, *this);
    nsp->judge(*member.socket,
               [connection = QPointer(this),
                socket = QPointer(member.socket.get())](const std::optional<Namespace::Refusal> &refusal) {
                   if (!connection || !socket)
                       return;
                   if (refusal)
                       connection->refuse(socket->nsp().name(), refusal->message, refusal->data);
                   connection->finishConnect(*socket, !refusal);
               });
}

void SocketIoConnection::finishConnect(Socket &socket, bool accepted)
{
    auto member = m_members.find(socket.nsp().name());
    if (member == m_members.end() || member->second.socket.get() != &socket || member->second.joined)
        return;
    if (!accepted) {
        member->second.socket.release()->deleteLater();
        m_members.erase(member);
        if (m_members.empty() && !m_connectTimer->isActive())
            awaitConnect();
        return;
    }
    send({SocketIoPacket::Type::Connect, socket.nsp().name(), std::nullopt,
          QJsonObject {{QStringLiteral("sid"), socket.id()}}});
    // A client that does not read may have been dropped by that, and its members with it.
    member = m_members.find(socket.nsp().name());
    if (member == m_members.end() || member->second.socket.get() != &socket)
        return;
    member->second.joined = true;
    m_connectTimer->stop();
    m_session.setPayloadLimit(m_session.maxPayload());
    const QPointer<Socket> joined = &socket;
    socket.nsp().connected(socket);
    if (joined)
        joined->forgetAuth();
}

void SocketIoConnection::onMemberPacket(const SocketIoPacket &packet)
{
    const auto member = m_members.find(packet.nsp);
    if (member == m_members.end() || !member->second.joined) {
        m_session.close(CloseReason::ParseError);
        return;
    }
    Socket &socket = *member->second.socket;
    switch (packet.type) {
    case SocketIoPacket::Type::Event:
        socket.nsp().dispatch(socket, packet, packet.id ? socket.acknowledgement(*packet.id) : AckFunction());
        break;
    case SocketIoPacket::Type::Disconnect:
        leave(socket, QStringLiteral("client namespace disconnect"));
        break;
    case SocketIoPacket::Type::Ack: break; // this server asks for none, and a stray one harms nobody
    default: m_session.close(CloseReason::ParseError); break;
    }
}

void SocketIoConnection::onConnectTimeout()
{
    m_session.close(CloseReason::ServerClosed);
}

void SocketIoConnection::onClosed(const QString &reason)
{
    m_connectTimer->stop();
    while (!m_members.empty())
        leave(*m_members.begin()->second.socket, reason);
}

void SocketIoConnection::refuse(const QString &nsp, const QString &message, const QJsonObject &data)
{
    QJsonObject payload {{QStringLiteral("message"), message}};
    if (!data.isEmpty())
        payload.insert(QStringLiteral("data"), data);
    send({SocketIoPacket::Type::ConnectError, nsp, std::nullopt, payload});
}

} // namespace ventanilla
