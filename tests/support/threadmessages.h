#pragma once

#include "client/outgoingmessage.h"
#include "protocol/message.h"

#include <QDateTime>

/// Messages of one thread for the tests of its model: between the end user `user` and `agent`.
namespace ventanilla::thread {

inline const QString user = QStringLiteral("ana");
inline const QString agent = QStringLiteral("lucas");

/// Noon of a day in local time, so that no row of a test crosses midnight by chance.
inline qint64 noon()
{
    return QDateTime(QDate(2026, 11, 23), QTime(12, 0)).toMSecsSinceEpoch();
}

inline Message message(std::optional<qint64> id, const QString &from = user, const QString &key = {})
{
    Message made;
    made.id = id;
    made.from = from;
    made.to = from == user ? QStringLiteral("admin") : user;
    made.text = id ? QString::number(*id) : QStringLiteral("unstored");
    made.sentAtMs = noon() + id.value_or(0);
    made.fromName = from.toUpper();
    made.key = key.isEmpty() && id ? QStringLiteral("k%1").arg(*id) : key;
    made.conversation = user;
    return made;
}

inline OutgoingMessage outgoing(const QString &key,
                                OutgoingMessage::State state = OutgoingMessage::State::Waiting)
{
    OutgoingMessage made;
    made.key = key;
    made.to = user;
    made.text = key;
    made.sentAtMs = noon();
    made.state = state;
    if (state == OutgoingMessage::State::Failed)
        made.error = WireError {ErrorCode::NotStored, {}, {}};
    return made;
}

inline OutgoingMessage stored(const QString &key, qint64 id)
{
    OutgoingMessage made = outgoing(key, OutgoingMessage::State::Stored);
    made.id = id;
    return made;
}

inline QList<Message> page(qint64 first, qint64 last)
{
    QList<Message> messages;
    for (qint64 id = first; id <= last; ++id)
        messages.append(message(id));
    return messages;
}

} // namespace ventanilla::thread
