#pragma once

#include "protocol/conversation.h"
#include "protocol/message.h"

#include <QAbstractListModel>
#include <QHash>

#include <vector>

namespace ventanilla {

/// The conversations of the console, the one with the newest message on top. Unread counts are kept
/// here, since sign-in, until the server keeps them. Never fetches anything itself.
class ConversationListModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        /// The end user's display name.
        NameRole = Qt::DisplayRole,
        /// The end user's account name, which names the conversation.
        UserRole = Qt::UserRole,
        /// Text of the last message, one line.
        PreviewRole,
        /// Account that wrote it.
        PreviewAuthorRole,
        /// bool: this person wrote it.
        PreviewOwnRole,
        /// Milliseconds since 1970.
        LastAtRole,
        /// qint64: id of the last message.
        LastIdRole,
        /// int
        UnreadRole,
        /// bool: the open conversation, shown green.
        OpenRole,
        /// bool
        OnlineRole,
        /// Milliseconds since 1970; invalid if the last word is an agent's.
        UnansweredSinceRole,
    };

    explicit ConversationListModel(QString self, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// Takes rows from the server. A row that is older than what is known is ignored; unread counts
    /// stay.
    void merge(const QList<ConversationRow> &rows);
    /// Takes a live message: preview, time, order, and that whoever writes is online. A
    /// conversation that is new appears. Returns whether the message was news to this model; does
    /// not count it as unread.
    bool apply(const Message &message);

    /// Which conversation is open; empty for none.
    void setOpen(const QString &user);
    const QString &open() const { return m_open; }

    void addUnread(const QString &user, int count = 1);
    void clearUnread(const QString &user);
    int unread(const QString &user) const;
    int totalUnread() const;

    /// While held, rows keep their places whatever comes, so that none moves under a click; on
    /// release they take the right ones. New conversations appear at the end meanwhile.
    void setOrderHeld(bool held);

    QModelIndex indexOf(const QString &user) const;
    /// Id of the newest message known of that conversation, 0 if none.
    qint64 lastId(const QString &user) const;

signals:
    /// Ask totalUnread(): whoever hears of it may change it again.
    void totalUnreadChanged();

private:
    struct Entry {
        ConversationRow row;
        /// Where it belongs: the id of its last message, or of the newest anywhere when one came
        /// that has none.
        qint64 rank = 0;
        int unread = 0;
    };

    static bool comesBefore(const Entry &left, const Entry &right);
    int rowOf(const QString &user) const { return m_rowOf.value(user, -1); }
    bool isNews(const Entry &entry, const Message &message) const;
    void take(Entry &entry, const Message &message) const;
    void mergeRow(const ConversationRow &row);
    void insert(Entry entry);
    /// Moves the row to where it belongs and announces that it changed.
    void place(int row);
    void sortAll();
    void reindex(int first, int last);
    void changed(int row, const QList<int> &roles = {});
    void setUnread(int row, int count);

    QString m_self;
    QString m_open;
    std::vector<Entry> m_entries;
    QHash<QString, int> m_rowOf;
    qint64 m_newestId = 0;
    int m_totalUnread = 0;
    bool m_orderHeld = false;
};

} // namespace ventanilla
