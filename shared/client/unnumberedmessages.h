#pragma once

#include "client/outgoingmessage.h"
#include "protocol/message.h"

#include <QHash>

namespace ventanilla {

class MessageListModel;

/// What was delivered or acknowledged before the database had it. No history has these until they are
/// confirmed, so that a thread that is opened meanwhile gets them from here. A plain value.
class UnnumberedMessages
{
public:
    /// `self` is the signed-in account.
    explicit UnnumberedMessages(QString self);

    /// Keeps a message that has no id, and lets go of it once it comes with one. One without a key
    /// cannot be told from others, and is not kept.
    void take(const Message &message);
    void take(const OutgoingMessage &message);
    void clear();

    /// Puts what belongs to this thread into it.
    void mergeInto(MessageListModel &thread) const;

private:
    void letGoOfSent(const QString &conversation, const QString &key);

    QString m_self;
    QHash<QString, QList<Message>> m_arrived;
    QHash<QString, QList<OutgoingMessage>> m_sent;
};

} // namespace ventanilla
