#pragma once

#include <QHash>
#include <QObject>
#include <QTimer>

namespace ventanilla {

class ChatSession;

/// Tells the server which messages of the other side this client has, once for a burst of them, and
/// not what the server has said that it knows.
class DeliveryReporter : public QObject
{
    Q_OBJECT

public:
    /// `session` must outlive it.
    explicit DeliveryReporter(ChatSession &session, QObject *parent = nullptr);

    /// This client has this message of the other side, and all before it.
    void note(const QString &conversation, qint64 id);
    /// The server knows it already.
    void noteKnown(const QString &conversation, qint64 id);
    /// Another database: numbers mean something else.
    void clear();

private:
    void report();

    ChatSession &m_session;
    QHash<QString, qint64> m_known;
    QHash<QString, qint64> m_waiting;
    QTimer m_timer;
};

} // namespace ventanilla
