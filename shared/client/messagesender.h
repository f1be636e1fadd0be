#pragma once

#include "client/outbox.h"
#include "protocol/message.h"

#include <QObject>
#include <QTimer>

#include <chrono>

class QJsonValue;

namespace ventanilla {

class Clock;
class SocketIoClient;

/// Gets what a person writes to the server: one message in flight at a time, so that their order
/// is the order of writing, each under the same key until the server has answered for it. Owns the
/// outbox. Lives on the session's thread; never opens or closes the connection.
class MessageSender : public QObject
{
    Q_OBJECT

public:
    /// `client` and `clock` must outlive the sender. Without an answer for `patience` the sender
    /// gives the connection up as stalled.
    MessageSender(SocketIoClient &client, const Clock &clock, std::chrono::milliseconds patience,
                  QObject *parent = nullptr);

    const QList<OutgoingMessage> &messages() const { return m_outbox.messages(); }

    /// The connection is ready: what waits goes out.
    void resume();
    /// The connection is gone: what was in flight waits again, as nobody knows whether it arrived.
    void pause();

    QString send(const QString &to, const QString &text);
    void retry(const QString &key);
    void discard(const QString &key);
    /// Forgets everything that is not stored.
    void dropAll();
    /// Takes the server's word, come by another way than the acknowledgement, that this person's
    /// message is there. Whether it was one of the outbox.
    bool merge(const Message &message);

signals:
    void changed(const ventanilla::OutgoingMessage &message);
    void discarded(const QString &key);
    /// The connection looks alive, but a message is not answered.
    void stalled();

private:
    void sendNext();
    void onAcknowledged(const QString &key, const QJsonValue &payload);
    void onRefused(const QString &key, const WireError &error);

    SocketIoClient &m_client;
    const Clock &m_clock;
    Outbox m_outbox;
    QString m_inFlight;
    bool m_active = false;
    QTimer m_ackTimer;
    /// Runs while the server has asked for a pause.
    QTimer m_slowDownTimer;
};

} // namespace ventanilla
