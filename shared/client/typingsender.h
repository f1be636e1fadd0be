#pragma once

#include <QObject>
#include <QTimer>

namespace ventanilla {

class Clock;
class SocketIoClient;

/// Tells the other side that a person is writing: at the first key, then at most every three seconds,
/// and that it is over when the message was sent, the field is empty or no key came for four seconds.
/// Says nothing while there is no connection. Lives on the session's thread.
class TypingSender : public QObject
{
    Q_OBJECT

public:
    /// Both must outlive the sender.
    TypingSender(SocketIoClient &client, const Clock &clock, QObject *parent = nullptr);

    /// A key changed what is being written to this account.
    void typed(const QString &to);
    /// Nothing is being written any more.
    void stopped();

    void resume() { m_active = true; }
    void pause();

private:
    void say(bool active);

    SocketIoClient &m_client;
    const Clock &m_clock;
    bool m_active = false;
    /// To whom it was said; empty if it was not, or was taken back.
    QString m_to;
    /// On Clock::steadyMs().
    qint64 m_saidAtMs = 0;
    QTimer m_idleTimer;
};

} // namespace ventanilla
