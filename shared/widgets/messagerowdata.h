#pragma once

#include "client/outgoingmessage.h"

#include <QString>

#include <optional>

class QModelIndex;

namespace ventanilla {

/// What a row of a thread shows, read from its model once.
struct MessageRowData {
    QString text;
    QString identity;
    QString key;
    QString author;
    qint64 sentAtMs = 0;
    MessageState state = MessageState::Stored;
    std::optional<ErrorCode> error;
    bool own = false;
    bool outgoing = false;
    bool firstOfDay = false;
    bool firstOfGroup = false;
    bool unreadMarker = false;

    static MessageRowData from(const QModelIndex &index);
};

/// "You" for one's own, the display name for everybody else's.
QString authorWords(const MessageRowData &row);

/// The message's state in words: "Waiting to be sent", "Sent", or why it failed; empty for
/// somebody else's.
QString stateWords(const MessageRowData &row);

/// A message for who hears it: author, time, text, state.
QString accessibleText(const MessageRowData &row);

} // namespace ventanilla
