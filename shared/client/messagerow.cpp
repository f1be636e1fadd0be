#include "client/messagerow.h"

#include <QDateTime>

namespace ventanilla {

namespace {

constexpr qint64 groupSpanMs = 300'000; // 5 minutes

QDate localDay(qint64 msSinceEpoch)
{
    return QDateTime::fromMSecsSinceEpoch(msSinceEpoch).date();
}

} // namespace

MessageRow MessageRow::of(const Message &message, ThreadPosition unstoredPosition)
{
    MessageRow row;
    row.position = message.id ? ThreadPosition {*message.id, 0} : unstoredPosition;
    row.id = message.id;
    row.from = message.from;
    row.author = message.fromName.isEmpty() ? message.from : message.fromName;
    row.key = message.key;
    row.text = message.text;
    row.sentAtMs = message.sentAtMs;
    return row;
}

MessageRow MessageRow::of(const OutgoingMessage &message, const QString &self,
                          ThreadPosition unstoredPosition)
{
    MessageRow row;
    row.position = message.id ? ThreadPosition {*message.id, 0} : unstoredPosition;
    row.id = message.id;
    row.from = self;
    row.author = self;
    row.key = message.key;
    row.text = message.text;
    row.sentAtMs = message.sentAtMs;
    row.state = message.state;
    if (message.error)
        row.error = message.error->code;
    return row;
}

QString MessageRow::identity() const
{
    if (!key.isEmpty())
        return identity(from, key);
    // A line feed cannot be part of a name, so none of these collide.
    return id ? QStringLiteral("\nid:%1").arg(*id)
              : QStringLiteral("\nat:%1:%2").arg(position.anchor).arg(position.sequence);
}

QString MessageRow::identity(const QString &sender, const QString &key)
{
    return sender + u'\n' + key;
}

bool MessageRow::startsDay(const MessageRow *previous) const
{
    return !previous || localDay(previous->sentAtMs) != localDay(sentAtMs);
}

bool MessageRow::startsGroup(const MessageRow *previous) const
{
    return startsDay(previous) || previous->from != from || sentAtMs - previous->sentAtMs >= groupSpanMs;
}

} // namespace ventanilla
