#pragma once

#include "client/messagerow.h"

#include <QAbstractListModel>
#include <QHash>

#include <optional>
#include <vector>

namespace ventanilla {

/// The messages of one conversation, in the order of their `id`, with what this client is still
/// sending behind them. Merging is idempotent: by `id`, and by sender and key where there is no
/// `id` yet. Never fetches anything itself.
class MessageListModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        TextRole = Qt::DisplayRole,
        /// Sender and key, stable from the outbox to the history; for restoring a position.
        IdentityRole = Qt::UserRole,
        /// qint64, or invalid while there is none.
        IdRole,
        /// The sender's own key for it; what ChatSession::retry() and discard() take.
        KeyRole,
        /// bool: written by this person.
        OwnRole,
        /// bool: written by this person's side (an agent, in the console): shown at the right.
        OutgoingRole,
        /// The author's display name.
        AuthorRole,
        /// Milliseconds since 1970.
        SentAtRole,
        /// MessageState as int; of the own side's messages, how far each has come.
        StateRole,
        /// ErrorCode as int; invalid unless the state is Failed.
        ErrorRole,
        /// bool: the first of its calendar day in local time.
        FirstOfDayRole,
        /// bool: begins a group (another author, another day, or 5 minutes later).
        FirstOfGroupRole,
        LastOfGroupRole,
        /// bool: the line "new messages" stands above this one.
        UnreadMarkerRole,
    };

    /// `self` is the signed-in account; `conversation` the end user whose thread this is.
    MessageListModel(QString self, QString conversation, QObject *parent = nullptr);

    const QString &conversation() const { return m_conversation; }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// Adds what is not there yet and completes what is. Any order, any overlap.
    void merge(const QList<Message> &messages);
    void merge(const OutgoingMessage &message);
    void discard(const QString &key);
    /// Drops everything that came from the server, and what refers to it; what is being sent stays.
    void clearHistory();

    /// A page of the history, which is here from the message `begin` on then; 1 is all of it. What has a
    /// lower id is not shown until its page is here: there would be a hole behind it.
    void mergePage(const QList<Message> &page, qint64 begin);

    /// Id of the newest message of the history; nothing while there is none.
    std::optional<qint64> newestId() const;

    /// Id of the newest message of the other side; nothing while there is none.
    std::optional<qint64> newestIncomingId() const;

    /// Ids of the last messages that the other side has got, and read. Lower ones change nothing.
    void setReach(qint64 gotUpTo, qint64 readUpTo);

    /// Puts the marker above the first message after `id` that the other side wrote; nothing removes
    /// it.
    void setUnreadMarkerAfter(std::optional<qint64> id);
    /// Row that carries the marker, or -1.
    int unreadMarkerRow() const;

private:
    int rowAt(ThreadPosition position) const;
    int rowOf(const MessageRow &message) const;
    void insert(std::vector<MessageRow> fresh);
    void hideOlder();
    bool isBeforeBegin(const MessageRow &message) const;
    void insertRun(int row, std::vector<MessageRow>::iterator first, std::vector<MessageRow>::iterator last);
    /// Gives the row what is known of its message now. It may move, or leave.
    void update(int row, const MessageRow &message);
    int move(int row, ThreadPosition position);
    void remove(int first, int last);
    bool isOutgoing(const MessageRow &message) const;
    MessageState stateOf(const MessageRow &message) const;
    /// The rows on both sides of this place may begin or end a group now.
    void neighboursChanged(int first, int last);
    void refreshMarker();

    QString m_self;
    QString m_conversation;
    /// In the order of their positions, which are unique.
    std::vector<MessageRow> m_rows;
    QHash<QString, ThreadPosition> m_positions;
    qint64 m_begin = 1;
    qint64 m_lastSequence = 0;
    qint64 m_gotUpTo = 0;
    qint64 m_readUpTo = 0;
    std::optional<qint64> m_markerAfter;
    std::optional<ThreadPosition> m_marker;
};

} // namespace ventanilla
