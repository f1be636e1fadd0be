#pragma once

#include "client/httpapi.h"
#include "client/socketioclient.h"

#include <QHash>
#include <QList>

#include <memory>
#include <optional>

namespace ventanilla {

struct Message;

/// Somebody who writes without waiting for answers, over the real client's connection, and notes what
/// became of every message and all that came. Never connects again or sends again by itself.
class Chatter : public QObject
{
public:
    enum class Answer { None, Stored, Pending, NotKept, Refused };

    struct Written {
        QString to;
        QString key;
        QString text;
        /// The last one.
        Answer answer = Answer::None;
    };

    /// What came of one message, of whomever.
    struct Heard {
        int deliveries = 0;
        int confirmations = 0;
        std::optional<qint64> id;
    };

    explicit Chatter(SignedIn who);
    ~Chatter() override;

    /// Waits until the server is ready for it. May be called again.
    bool join(const QUrl &server);

    void say(const QString &to);
    /// Whether the last join() holds.
    bool isConnected() const { return m_ready; }
    /// The same message once more, under its key.
    void repeat(qsizetype index);

    const QString &name() const { return m_who.username; }
    qsizetype count(Answer answer) const;
    /// By an acknowledgement or an event.
    Heard heard(const QString &from, const QString &key) const { return m_heard.value({from, key}); }

    QList<Written> written;
    /// Every id in the order in which it was first told.
    QList<qint64> ids;

private:
    void send(qsizetype index);
    void onAnswer(qsizetype index, const QJsonValue &payload);
    void onEvent(const QString &name, const QJsonArray &arguments);
    void noteId(Heard &heard, std::optional<qint64> id);

    const SignedIn m_who;
    std::unique_ptr<SocketIoClient> m_client;
    QHash<std::pair<QString, QString>, Heard> m_heard;
    bool m_ready = false;
};

} // namespace ventanilla
