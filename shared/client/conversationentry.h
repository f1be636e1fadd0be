#pragma once

#include "client/readingstate.h"
#include "protocol/conversation.h"
#include "protocol/marks.h"
#include "protocol/message.h"

namespace ventanilla {

/// One conversation as the console knows it: a row of the server's list, and what has come since. Takes
/// everything in any order and more than once; what is older than what is known changes nothing. Plain
/// data.
struct ConversationEntry {
    ConversationRow row;
    ReadingState reading;
    /// Where it belongs in the list: the id of its last message, or of the newest anywhere when one
    /// came that has none.
    qint64 rank = 0;
    QString typing;

    static ConversationEntry of(const ConversationRow &row);

    /// Whether anything that the list shows has changed.
    bool take(const ConversationRow &fresh);
    /// Takes a message as the last one if it is. `newestId` is the newest id of any conversation.
    bool take(const Message &message, qint64 newestId);
    bool take(const ReadCursor &cursor, const QString &self);
    bool take(const Delivery &delivery);
    /// The marks of another entry of the same conversation.
    void takeMarks(const ConversationEntry &other);

    static bool comesBefore(const ConversationEntry &left, const ConversationEntry &right);

private:
    bool isNews(const Message &message) const;
};

} // namespace ventanilla
