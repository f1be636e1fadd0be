#pragma once

#include "protocol/conversation.h"
#include "protocol/message.h"

/// Rows and messages for the tests of the conversation list: of three end users and one of the staff.
namespace ventanilla::console {

inline const QString ana = QStringLiteral("ana");
inline const QString bob = QStringLiteral("bob");
inline const QString eva = QStringLiteral("eva");
inline const QString agent = QStringLiteral("lucas");

inline ConversationRow conversation(const QString &user, qint64 lastId)
{
    ConversationRow row;
    row.user = user;
    row.name = user.toUpper();
    row.version = lastId;
    row.last = {lastId, user, QStringLiteral("text %1").arg(lastId), lastId * 1000};
    return row;
}

/// One of which so many of the user's messages are there, and so many of them are read.
inline ConversationRow counted(const QString &user, qint64 lastId, qint64 fromUser, qint64 read)
{
    ConversationRow row = conversation(user, lastId);
    row.counts.fromUser = fromUser;
    row.ownReading = {lastId - 1, lastId - 1, read};
    return row;
}

inline Message message(const QString &user, std::optional<qint64> id, const QString &from = {})
{
    Message made;
    made.id = id;
    made.from = from.isEmpty() ? user : from;
    made.to = from.isEmpty() ? QStringLiteral("admin") : user;
    made.text = id ? QStringLiteral("text %1").arg(*id) : QStringLiteral("unstored");
    made.sentAtMs = id.value_or(500) * 1000;
    made.fromName = from.isEmpty() ? user.toUpper() : from;
    made.conversation = user;
    return made;
}

inline Message counted(Message message, qint64 fromUser)
{
    message.counts.fromUser = fromUser;
    return message;
}

} // namespace ventanilla::console
