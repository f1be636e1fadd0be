#pragma once

#include "client/connectionstatus.h"
#include "client/outgoingmessage.h"
#include "client/reconnectpolicy.h"
#include "protocol/limits.h"
#include "protocol/message.h"
#include "protocol/session.h"

#include <QObject>
#include <QTimer>
#include <QUrl>

#include <chrono>
#include <memory>

class QJsonArray;
class QJsonValue;

namespace ventanilla {

class ClientTransport;
class Clock;
class MarkSender;
class MessageSender;
class ServerEvents;
class SocketIoClient;
class TokenRenewal;
class TypingSender;

/// How long a session waits for a server that has gone quiet before it tries anew.
struct SessionTimeouts {
    /// From the start of an attempt to the server's acceptance.
    std::chrono::milliseconds connect = std::chrono::seconds(20);
    /// From the acceptance to `listo`.
    std::chrono::milliseconds ready = std::chrono::seconds(20);
    /// From sending a message to its acknowledgement.
    std::chrono::milliseconds acknowledgement = std::chrono::seconds(30);
};

/// One signed-in person's live session: keeps the connection and the token up for ever, sends what the
/// outbox holds in order, and turns the wire's events into typed signals. Knows no widget and keeps no
/// history: models merge what it reports. Lives on the thread of its event loop.
class ChatSession : public QObject
{
    Q_OBJECT

public:
    /// `clock` must outlive the session.
    ChatSession(std::unique_ptr<ClientTransport> transport, const Clock &clock, QObject *parent = nullptr);
    /// For tests: the same with other waiting times.
    ChatSession(std::unique_ptr<ClientTransport> transport, const Clock &clock, ReconnectPolicy policy,
                SessionTimeouts timeouts, QObject *parent = nullptr);
    ~ChatSession() override;

    /// Where outboxes are kept, one for each person and server. Before start(); without, what waits is
    /// in memory only.
    void setOutboxFolder(const QString &folder) { m_outboxFolder = folder; }

    /// Connects as this person and stays connected until stop(). What waits in the outbox belongs to a
    /// person and a server: another one's is put away, and this one's taken up.
    void start(const QUrl &server, const SignedIn &self);
    /// Ends the connection and the attempts to have one. The outbox is kept.
    void stop();
    /// Tries now instead of at the planned time; also to be called when the network comes up or
    /// the machine wakes. Does nothing while connected or connecting.
    void retryNow();

    const SignedIn &self() const { return m_self; }
    const ConnectionStatus &status() const { return m_status; }
    /// As the server said in its last `listo`; the defaults before.
    const Limits &limits() const { return m_ready.limits; }
    /// Whether any support staff is there; false while not connected.
    bool isAvailable() const { return m_available; }
    /// What is not acknowledged yet, in the order of writing.
    QList<OutgoingMessage> outgoing() const;

    /// What the server tells besides messages.
    ServerEvents &events() { return *m_events; }
    MarkSender &marks() { return *m_marks; }
    TypingSender &typing() { return *m_typing; }
    /// Asks for a fresh token now; ends in tokenRenewed or signInRequired. False without a connection.
    bool renewToken();

    /// Puts a message into the outbox and returns its key. Works in every state; it is sent, and
    /// sent again under the same key, until the server has answered for it. `text` must satisfy
    /// messageTextProblem().
    QString send(const QString &to, const QString &text);
    /// Puts a Failed message back at the end of the outbox.
    void retry(const QString &key);
    /// Forgets a Failed message.
    void discard(const QString &key);

signals:
    void statusChanged(const ventanilla::ConnectionStatus &status);
    /// After each successful connection. What has a number above `cursor` comes as messageArrived;
    /// everything before it has to be fetched.
    void ready(const ventanilla::Ready &ready);
    /// A message of somebody else, or of this person from another session; once more, with its id, if
    /// it had none at first.
    void messageArrived(const ventanilla::Message &message);
    /// A message of this client was written, stored, or has failed.
    void outgoingChanged(const ventanilla::OutgoingMessage &message);
    void outgoingDiscarded(const QString &key);
    void availabilityChanged(bool anyone);
    /// self() has another token.
    void tokenRenewed(const ventanilla::SignedIn &self);
    /// The token is refused or the session was ended by the server: attempts have stopped, and only
    /// another start() helps.
    void signInRequired(ventanilla::ErrorCode code);

private:
    void connectSignals();
    void connectParts();
    void openOutbox();
    void connectNow();
    void onAccepted();
    void onClosed(TransportFailure failure, const QString &detail);
    void onRefused(const WireError &error);
    void onEvent(const QString &name, const QJsonArray &arguments);
    void onReady(const QJsonValue &payload);
    void onMessage(const QJsonValue &payload);
    void onSessionEnded(const QJsonValue &payload);
    void onRenewed(const SignedIn &fresh);
    void giveUp(TransportFailure failure, const QString &detail);
    void endForGood(ErrorCode code, const QString &detail);
    void letGo();
    void setState(ConnectionState state);
    void setStatus(const ConnectionStatus &status);
    void setAvailable(bool anyone);

    const Clock &m_clock;
    ReconnectPolicy m_policy;
    std::unique_ptr<SocketIoClient> m_client;
    std::unique_ptr<MessageSender> m_sender;
    std::unique_ptr<MarkSender> m_marks;
    std::unique_ptr<TypingSender> m_typing;
    std::unique_ptr<TokenRenewal> m_renewal;
    std::unique_ptr<ServerEvents> m_events;
    QString m_outboxFolder;
    QTimer m_retryTimer;
    QTimer m_readyTimer;
    QUrl m_server;
    SignedIn m_self;
    Ready m_ready;
    ConnectionStatus m_status;
    bool m_wanted = false;
    bool m_available = false;
};

} // namespace ventanilla
