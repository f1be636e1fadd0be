#pragma once

#include <QHash>
#include <QObject>
#include <QTimer>

namespace ventanilla {

class CatchUp;
class ChatSession;

/// Tells the server which messages of the other side this client has, once for a burst of them, and
/// not what the server has said that it knows. Says nothing while something is missing: whoever has a
/// message is taken to have all before it.
class DeliveryReporter : public QObject
{
    Q_OBJECT

public:
    /// Both must outlive it.
    DeliveryReporter(ChatSession &session, const CatchUp &catchUp, QObject *parent = nullptr);

    /// This client has this message of the other side, and all before it that it has not missed.
    void note(const QString &conversation, qint64 id);
    /// The server knows it already.
    void noteKnown(const QString &conversation, qint64 id);
    /// Another database: numbers mean something else.
    void clear();

private:
    void gather();
    void report();

    ChatSession &m_session;
    const CatchUp &m_catchUp;
    QHash<QString, qint64> m_known;
    QHash<QString, qint64> m_waiting;
    QTimer m_timer;
};

} // namespace ventanilla
