#include "app/chatgateway.h"

#include "api/requesttoken.h"
#include "core/logging.h"
#include "protocol/events.h"
#include "protocol/session.h"

#include <QPointer>

#include <functional>

namespace ventanilla {

namespace {

/// The three messages of the original, word for word.
Namespace::Refusal refusalOf(ErrorCode code)
{
    const QJsonObject data {{QStringLiteral("codigo"), toWire(code)}};
    switch (code) {
    case ErrorCode::NotAuthenticated: return {QStringLiteral("No autenticado"), data};
    case ErrorCode::TokenMissing: return {QStringLiteral("Token no proporcionado"), data};
    case ErrorCode::TokenExpired:
    case ErrorCode::TokenInvalid: return {QStringLiteral("Token inválido"), data};
    default: return {QStringLiteral("Error interno"), data};
    }
}

EventHandlers::Acknowledge acknowledgeBy(const AckFunction &ack)
{
    if (!ack)
        return {};
    return [ack](const QJsonObject &answer) { ack({answer}); };
}

} // namespace

ChatGateway::ChatGateway(Namespace &nsp, const ChatServices &services, ChatGatewayConfig config,
                         Counters &counters, QObject *parent)
    : QObject(parent)
    , m_namespace(nsp)
    , m_services(services)
    , m_config(std::move(config))
    , m_connected(counters.counter("ventanilla_sessions_total", "Chat sessions accepted."))
    , m_rejected(
          counters.counter("ventanilla_sessions_rejected_total", "Chat sessions refused for their token."))
{
    nsp.setMiddleware(
        [this](Socket &candidate, const Namespace::Verdict &verdict) { judge(candidate, verdict); });
    nsp.onConnect([this](Socket &socket) { onConnected(socket); });
    nsp.onDisconnect([this](Socket &socket, const QString &reason) { onDisconnected(socket, reason); });
    handle(event::privateMessage, &EventHandlers::privateMessage);
    handle(event::read, &EventHandlers::read);
    handle(event::unread, &EventHandlers::unread);
    handle(event::delivered, &EventHandlers::delivered);
    handle(event::typing, &EventHandlers::typing);
    nsp.onEvent(event::renew, [this](Socket &socket, const EventArguments &, const AckFunction &ack) {
        renewToken(socket, ack);
    });
    nsp.onOtherEvent([this](Socket &, const EventArguments &, const AckFunction &ack) {
        m_services.handlers.unknownEvent(acknowledgeBy(ack));
    });
}

void ChatGateway::judge(Socket &candidate, const Namespace::Verdict &verdict)
{
    const auto presented = presentedToken(candidate.handshake(), candidate.auth());
    m_services.authenticator.authenticate(
        presented, [this, verdict, socket = QPointer(&candidate)](const Result<Identity, ErrorCode> &who) {
            if (!socket)
                return;
            if (who) {
                socket->data() = *who;
                verdict(std::nullopt);
                return;
            }
            m_rejected.add();
            qCWarning(logChat).noquote()
                << "rejected a session from" << socket->handshake().peerAddress.toString() << ':'
                << toWire(who.error());
            verdict(refusalOf(who.error()));
        });
}

void ChatGateway::onConnected(Socket &socket)
{
    const auto who = std::any_cast<Identity>(socket.data());
    const Session session {socket.id(), who, TokenBucket(m_config.messageRate, m_config.messageBurst)};
    m_sessions.insert(&socket, session);
    Rooms &rooms = m_namespace.rooms();
    rooms.join(socket, room::ofUser(who.username));
    rooms.join(socket, who.role == Role::Admin ? room::admins() : room::users());
    m_services.broadcaster.add(socket);
    m_connected.add();
    qCInfo(logChat).noquote() << "connected:" << forLog(who.username) << toWire(who.role) << "session"
                              << session.id << "from" << socket.handshake().peerAddress.toString();

    m_services.presence.joined(session);

    Ready ready;
    ready.cursor = m_services.cursor.last();
    ready.epoch = m_config.epoch;
    ready.version = QStringLiteral(VENTANILLA_VERSION);
    ready.limits = m_config.limits;
    ready.available = m_services.presence.isAnyoneAvailable();
    if (who.role == Role::Admin)
        ready.staff = m_services.presence.staff();
    socket.emitEvent(event::ready, {ready.toJson()});
}

void ChatGateway::onDisconnected(Socket &socket, const QString &reason)
{
    if (!m_sessions.contains(&socket))
        return;
    const Session session = m_sessions.take(&socket);
    m_services.broadcaster.remove(socket);
    m_services.presence.left(session);
    qCInfo(logChat).noquote() << "disconnected:" << forLog(session.identity.username) << "session"
                              << session.id << ':' << reason;
}

void ChatGateway::handle(QStringView event, Handler handler)
{
    // By std::invoke: where `this` is captured, GCC 12's sanitizer checks another object at a `.*`.
    m_namespace.onEvent(
        event, [this, handler](Socket &socket, const EventArguments &arguments, const AckFunction &ack) {
            const auto session = m_sessions.find(&socket);
            if (session != m_sessions.end())
                std::invoke(handler, m_services.handlers, *session, arguments.values, acknowledgeBy(ack));
        });
}

void ChatGateway::onAccountChanged(const Account &before, const Account &after)
{
    for (Session &session : m_sessions) {
        if (session.identity.username == before.username)
            session.identity.displayName = after.displayName;
    }
    endSessions([&](const Session &session) {
        return session.identity.username == before.username
            && !Authenticator::stillHolds(session.identity, after);
    });
}

void ChatGateway::onTokenRevoked(const QByteArray &chain)
{
    endSessions([&](const Session &session) { return session.identity.chain == chain; });
}

/// `renovar`. The session stands on its new token from now on, and may renew that one.
void ChatGateway::renewToken(Socket &socket, const AckFunction &ack)
{
    const auto session = m_sessions.constFind(&socket);
    if (session == m_sessions.constEnd() || !ack)
        return; // nobody would get it
    const auto answer = [this, ack,
                         candidate = QPointer(&socket)](const Result<RenewedToken, WireError> &renewed) {
        const auto live = candidate ? m_sessions.find(candidate.data()) : m_sessions.end();
        if (live == m_sessions.end())
            return;
        if (renewed)
            live->identity = renewed->identity;
        ack({renewed ? ackOk(renewed->signedIn.toJson()) : ackError(renewed.error())});
    };
    m_services.renewal.renew(Identity(session->identity), answer);
}

void ChatGateway::endSessions(const std::function<bool(const Session &)> &isOver)
{
    QList<QPointer<Socket>> over;
    for (auto entry = m_sessions.cbegin(); entry != m_sessions.cend(); ++entry) {
        if (isOver(entry.value()))
            over.append(entry.key());
    }
    for (const QPointer<Socket> &socket : std::as_const(over)) {
        if (!socket)
            continue;
        socket->emitEvent(event::sessionEnded, {SessionEnded {ErrorCode::TokenInvalid}.toJson()});
        if (socket)
            socket->disconnectClient();
    }
}

} // namespace ventanilla
