#include "widgets/messagerowdata.h"

#include "client/messagelistmodel.h"
#include "widgets/errorwords.h"
#include "widgets/timewords.h"

#include <QCoreApplication>
#include <QModelIndex>

namespace ventanilla {

namespace {

struct MessageRowWords {
    Q_DECLARE_TR_FUNCTIONS(ventanilla::MessageRow)
};

} // namespace

MessageRowData MessageRowData::from(const QModelIndex &index)
{
    using Model = MessageListModel;
    MessageRowData row;
    row.text = index.data(Model::TextRole).toString();
    row.identity = index.data(Model::IdentityRole).toString();
    row.key = index.data(Model::KeyRole).toString();
    row.author = index.data(Model::AuthorRole).toString();
    row.sentAtMs = index.data(Model::SentAtRole).toLongLong();
    if (const QVariant state = index.data(Model::StateRole); state.isValid())
        row.state = static_cast<MessageState>(state.toInt());
    if (const QVariant error = index.data(Model::ErrorRole); error.isValid())
        row.error = static_cast<ErrorCode>(error.toInt());
    row.own = index.data(Model::OwnRole).toBool();
    row.outgoing = index.data(Model::OutgoingRole).toBool();
    row.firstOfDay = index.data(Model::FirstOfDayRole).toBool();
    row.firstOfGroup = index.data(Model::FirstOfGroupRole).toBool();
    row.unreadMarker = index.data(Model::UnreadMarkerRole).toBool();
    return row;
}

QString authorWords(const MessageRowData &row)
{
    return row.own ? MessageRowWords::tr("You") : row.author;
}

QString stateWords(const MessageRowData &row)
{
    switch (row.state) {
    case MessageState::Waiting: return MessageRowWords::tr("Waiting to be sent");
    case MessageState::Failed: return sendingFailureWords(row.error.value_or(ErrorCode::Internal));
    case MessageState::Got: return MessageRowWords::tr("Delivered");
    case MessageState::Read: return MessageRowWords::tr("Read", "the message was read");
    case MessageState::Durable:
    case MessageState::Stored: break;
    }
    return row.outgoing ? MessageRowWords::tr("Sent") : QString();
}

QString accessibleText(const MessageRowData &row)
{
    QString words = MessageRowWords::tr("%1, %2: %3", "author, time, text")
                        .arg(authorWords(row), clockTime(row.sentAtMs, QLocale()), row.text);
    const QString state = stateWords(row);
    return state.isEmpty() ? words : words + QStringLiteral(", ") + state;
}

} // namespace ventanilla
