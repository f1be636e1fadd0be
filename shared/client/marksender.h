#pragma once

#include "protocol/marks.h"

#include <QHash>
#include <QObject>
#include <QTimer>

class QJsonValue;

namespace ventanilla {

class SocketIoClient;

/// Tells the server how far a person has read each conversation and how far this client has it, again
/// after every break in the connection until the server has answered. Of what waits for a conversation
/// only the last counts. Lives on the session's thread.
class MarkSender : public QObject
{
    Q_OBJECT

public:
    /// `client` must outlive the sender.
    explicit MarkSender(SocketIoClient &client, QObject *parent = nullptr);

    void read(const ReadRequest &request);
    /// Support staff only.
    void markUnread(const MarkRequest &request);
    void delivered(const MarkRequest &request);

    /// The connection is ready: what waits goes out.
    void resume();
    /// The connection is gone: what was not answered waits again.
    void pause();
    /// What waits is another person's, or of another database.
    void clear();

signals:
    /// This person's own cursor, as the server has it now.
    void answered(const ventanilla::ReadCursor &own);

private:
    struct Mark {
        QString event;
        QJsonObject payload;
    };

    void send(const QString &place, const Mark &mark);
    void sendWaiting();
    void onAcknowledged(const QString &place, const QJsonValue &answer);

    SocketIoClient &m_client;
    /// By what it is about: a conversation, and whether it is read or delivered.
    QHash<QString, Mark> m_waiting;
    QHash<QString, Mark> m_inFlight;
    bool m_active = false;
    /// Runs while the server could not take one.
    QTimer m_retryTimer;
};

} // namespace ventanilla
