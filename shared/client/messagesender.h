#pragma once

#include "client/outbox.h"
#include "protocol/message.h"

#include <QHash>
#include <QObject>
#include <QTimer>

#include <chrono>

class QJsonValue;

namespace ventanilla {

class Clock;
class SocketIoClient;

/// Gets what a person writes to the server: to each recipient one unacknowledged message at a time, so
/// that their order is the order of writing, each under the same key until the server has answered for
/// it. Owns the outbox. Lives on the session's thread; never opens or closes the connection.
class MessageSender : public QObject
{
    Q_OBJECT

public:
    /// `client` and `clock` must outlive the sender. Without an answer for `patience` the sender
    /// gives the connection up as stalled.
    MessageSender(SocketIoClient &client, const Clock &clock, std::chrono::milliseconds patience,
                  QObject *parent = nullptr);

    const QList<OutgoingMessage> &messages() const { return m_outbox.messages(); }

    /// Goes on with another outbox; null for memory only. What the former one held is no longer sent.
    void open(std::unique_ptr<OutboxFolder> folder);
    /// The connection is ready: what waits goes out.
    void resume();
    /// The connection is gone: what was in flight waits again, as nobody knows whether it arrived.
    void pause();

    QString send(const QString &to, const QString &text);
    void retry(const QString &key);
    void discard(const QString &key);
    /// Takes the server's word, come by another way than the acknowledgement, that this person's
    /// message is there. Whether it was one of the outbox.
    bool merge(const Message &message);

signals:
    void changed(const ventanilla::OutgoingMessage &message);
    void discarded(const QString &key);
    /// The connection looks alive, but a message is not answered.
    void stalled();

private:
    struct InFlight {
        QString key;
        /// On Clock::steadyMs().
        qint64 sinceMs = 0;
    };

    void sendWaiting();
    void sendNow(const OutgoingMessage &message);
    void onAcknowledged(const QString &to, const QString &key, const QJsonValue &payload);
    void onRefused(const QString &key, const WireError &error);
    void waitForAnswers();
    void forgetInFlight();

    SocketIoClient &m_client;
    const Clock &m_clock;
    const std::chrono::milliseconds m_patience;
    Outbox m_outbox;
    /// By recipient.
    QHash<QString, InFlight> m_inFlight;
    bool m_active = false;
    /// Runs until the oldest that is in flight should have been answered.
    QTimer m_ackTimer;
    /// Runs while the server has asked for a pause.
    QTimer m_slowDownTimer;
};

} // namespace ventanilla
