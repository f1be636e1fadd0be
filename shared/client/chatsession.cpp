#include "client/chatsession.h"

#include "client/accountname.h"
#include "client/marksender.h"
#include "client/messagesender.h"
#include "client/outboxfolder.h"
#include "client/serveraddress.h"
#include "client/serverevents.h"
#include "client/socketioclient.h"
#include "client/tokenrenewal.h"
#include "client/typingsender.h"
#include "core/clock.h"
#include "core/logging.h"
#include "protocol/events.h"

#include <QDir>
#include <QJsonArray>
#include <QRandomGenerator>

namespace ventanilla {

namespace {

/// Only another sign-in helps against these; everything else may pass.
bool concernsToken(ErrorCode code)
{
    return code == ErrorCode::NotAuthenticated || code == ErrorCode::TokenMissing
        || code == ErrorCode::TokenInvalid || code == ErrorCode::TokenExpired;
}

} // namespace

ChatSession::ChatSession(std::unique_ptr<ClientTransport> transport, const Clock &clock, QObject *parent)
    : ChatSession(std::move(transport), clock,
                  ReconnectPolicy([] { return QRandomGenerator::global()->generateDouble(); }), {}, parent)
{
}

ChatSession::ChatSession(std::unique_ptr<ClientTransport> transport, const Clock &clock,
                         ReconnectPolicy policy, SessionTimeouts timeouts, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_policy(std::move(policy))
    , m_client(std::make_unique<SocketIoClient>(std::move(transport), timeouts.connect))
    , m_sender(std::make_unique<MessageSender>(*m_client, clock, timeouts.acknowledgement))
    , m_marks(std::make_unique<MarkSender>(*m_client))
    , m_typing(std::make_unique<TypingSender>(*m_client, clock))
    , m_renewal(std::make_unique<TokenRenewal>(*m_client))
    , m_events(std::make_unique<ServerEvents>())
{
    m_retryTimer.setSingleShot(true);
    m_readyTimer.setSingleShot(true);
    m_readyTimer.setInterval(timeouts.ready);
    connectSignals();
    connectParts();
}

ChatSession::~ChatSession() = default;

void ChatSession::connectSignals()
{
    connect(&m_retryTimer, &QTimer::timeout, this, &ChatSession::connectNow);
    connect(&m_readyTimer, &QTimer::timeout, this, [this] {
        giveUp(TransportFailure::Protocol, QStringLiteral("the server did not say it is ready"));
    });
    connect(m_client.get(), &SocketIoClient::authenticating, this,
            [this] { setState(ConnectionState::Authenticating); });
    connect(m_client.get(), &SocketIoClient::connected, this, &ChatSession::onAccepted);
    connect(m_client.get(), &SocketIoClient::closed, this, &ChatSession::onClosed);
    connect(m_client.get(), &SocketIoClient::refused, this, &ChatSession::onRefused);
    connect(m_client.get(), &SocketIoClient::eventReceived, this, &ChatSession::onEvent);
}

void ChatSession::connectParts()
{
    connect(m_sender.get(), &MessageSender::changed, this, &ChatSession::outgoingChanged);
    connect(m_sender.get(), &MessageSender::discarded, this, &ChatSession::outgoingDiscarded);
    connect(m_sender.get(), &MessageSender::stalled, this,
            [this] { giveUp(TransportFailure::Lost, QStringLiteral("a message was not acknowledged")); });
    connect(m_marks.get(), &MarkSender::answered, m_events.get(), &ServerEvents::readChanged);
    connect(m_renewal.get(), &TokenRenewal::renewed, this, &ChatSession::onRenewed);
    connect(m_renewal.get(), &TokenRenewal::refused, this,
            [this] { emit signInRequired(ErrorCode::TokenExpired); });
}

void ChatSession::start(const QUrl &server, const SignedIn &self)
{
    letGo();
    const bool sameOwner = serverOrigin(server) == serverOrigin(m_server) && self.username == m_self.username;
    m_server = server;
    m_self = self;
    m_ready = {};
    m_wanted = true;
    m_policy.reset();
    m_status = {};
    m_status.server = hostAndPort(server);
    m_renewal->setToken(self);
    if (!sameOwner) {
        m_marks->clear();
        openOutbox();
    }
    connectNow();
}

void ChatSession::openOutbox()
{
    m_sender->open(nullptr);
    if (m_outboxFolder.isEmpty())
        return;
    auto folder =
        OutboxFolder::open(QDir(m_outboxFolder).filePath(accountFileName(m_server, m_self.username)));
    if (folder)
        m_sender->open(std::move(folder).value());
    else
        qCWarning(logClient).noquote()
            << "what waits to be sent is in memory only:" << folder.error().message;
}

void ChatSession::stop()
{
    m_wanted = false;
    letGo();
    ConnectionStatus status;
    status.server = m_status.server;
    setStatus(status);
}

void ChatSession::retryNow()
{
    if (m_wanted && m_status.state == ConnectionState::Disconnected)
        connectNow();
}

QList<OutgoingMessage> ChatSession::outgoing() const
{
    return m_sender->messages();
}

QString ChatSession::send(const QString &to, const QString &text)
{
    Q_ASSERT(!messageTextProblem(text, limits().messageLength));
    return m_sender->send(to, text);
}

void ChatSession::retry(const QString &key)
{
    m_sender->retry(key);
}

void ChatSession::discard(const QString &key)
{
    m_sender->discard(key);
}

bool ChatSession::renewToken()
{
    return m_renewal->renewNow();
}

void ChatSession::connectNow()
{
    m_retryTimer.stop();
    setState(ConnectionState::Connecting);
    if (m_status.state == ConnectionState::Connecting)
        m_client->open(m_server, m_self.token);
}

void ChatSession::onAccepted()
{
    m_readyTimer.start();
    setState(ConnectionState::JoiningRooms);
}

void ChatSession::onClosed(TransportFailure failure, const QString &detail)
{
    letGo();
    const qint64 delayMs = m_policy.nextDelayMs();
    m_retryTimer.start(std::chrono::milliseconds(delayMs));
    qCInfo(logClient).noquote() << "connection ended:" << forLog(detail) << "next try in" << delayMs << "ms";
    setStatus(
        {ConnectionState::Disconnected, failure, detail, m_status.server, m_clock.steadyMs() + delayMs});
}

void ChatSession::onRefused(const WireError &error)
{
    if (concernsToken(error.code))
        endForGood(error.code, error.message);
    else
        onClosed(TransportFailure::Closed, error.message);
}

void ChatSession::onEvent(const QString &name, const QJsonArray &arguments)
{
    const QJsonValue payload = arguments.at(0);
    if (name == event::ready)
        onReady(payload);
    else if (name == event::messageReceived || name == event::messageSent || name == event::messageConfirmed)
        onMessage(payload);
    else if (name == event::sessionEnded)
        onSessionEnded(payload);
    else if (name == event::availability) {
        if (const auto availability = Availability::fromJson(payload))
            setAvailable(availability->anyone);
    } else {
        m_events->take(name, payload);
    }
}

void ChatSession::onReady(const QJsonValue &payload)
{
    if (m_status.state != ConnectionState::JoiningRooms)
        return;
    const auto ready = Ready::fromJson(payload);
    if (!ready)
        return giveUp(TransportFailure::Protocol, ready.error().message);
    m_readyTimer.stop();
    m_policy.reset();
    m_ready = *ready;
    setState(ConnectionState::Connected);
    // Whoever hears of it may stop the session, so each step asks again.
    const auto stillConnected = [this] { return m_status.state == ConnectionState::Connected; };
    if (stillConnected())
        setAvailable(m_ready.available);
    if (stillConnected())
        emit this->ready(m_ready);
    if (stillConnected()) {
        m_typing->resume();
        m_renewal->resume();
        m_marks->resume();
        m_sender->resume();
    }
}

void ChatSession::onRenewed(const SignedIn &fresh)
{
    m_self.token = fresh.token;
    m_self.expiresAtMs = fresh.expiresAtMs;
    m_self.validForMs = fresh.validForMs;
    emit tokenRenewed(m_self);
}

void ChatSession::onMessage(const QJsonValue &payload)
{
    const auto message = Message::fromEvent(payload);
    if (!message) {
        qCWarning(logClient).noquote()
            << "a message that cannot be read is ignored:" << forLog(message.error().message);
        return;
    }
    const bool fromOutbox = message->from == m_self.username && m_sender->merge(*message);
    if (!fromOutbox)
        emit messageArrived(*message);
}

void ChatSession::onSessionEnded(const QJsonValue &payload)
{
    const auto ended = SessionEnded::fromJson(payload);
    endForGood(ended ? ended->code : ErrorCode::TokenInvalid, QStringLiteral("the server ended the session"));
}

void ChatSession::giveUp(TransportFailure failure, const QString &detail)
{
    m_client->close();
    onClosed(failure, detail);
}

void ChatSession::endForGood(ErrorCode code, const QString &detail)
{
    m_wanted = false;
    letGo();
    setStatus(
        {ConnectionState::Disconnected, TransportFailure::Closed, detail, m_status.server, std::nullopt});
    emit signInRequired(code);
}

/// Nothing is connected, waited for or planned after this. Tells nobody.
void ChatSession::letGo()
{
    m_client->close();
    m_sender->pause();
    m_marks->pause();
    m_typing->pause();
    m_renewal->pause();
    m_retryTimer.stop();
    m_readyTimer.stop();
}

void ChatSession::setState(ConnectionState state)
{
    ConnectionStatus status = m_status;
    status.state = state;
    status.nextTryAtMs.reset();
    setStatus(status);
}

void ChatSession::setStatus(const ConnectionStatus &status)
{
    // Nobody is known to be there while there is no connection; told after the state, which is why.
    const bool loseSight = m_available && status.state != ConnectionState::Connected;
    if (loseSight)
        m_available = false;
    if (m_status != status) {
        m_status = status;
        emit statusChanged(m_status);
    }
    if (loseSight)
        emit availabilityChanged(false);
}

void ChatSession::setAvailable(bool anyone)
{
    if (m_available == anyone)
        return;
    m_available = anyone;
    emit availabilityChanged(anyone);
}

} // namespace ventanilla
