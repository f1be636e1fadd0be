#pragma once

#include "client/conversationentry.h"
#include "protocol/syncpage.h"

#include <QAbstractListModel>
#include <QHash>
#include <QSet>

#include <vector>

namespace ventanilla {

/// The conversations of the console, the one with the newest message on top. What is unread is the
/// server's word, with what has come since. Never fetches anything itself.
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
        /// Display name of who is writing in it; empty for nobody.
        TypingRole,
        /// What this person has begun to write there, one line; empty for nothing.
        DraftRole,
        /// qint64: ids of the last messages that the end user has got, and read.
        UserGotRole,
        UserReadRole,
    };

    explicit ConversationListModel(QString self, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// Takes rows from the server. Whether anybody is online they do not tell here.
    void merge(const QList<ConversationRow> &rows);
    /// Takes a message: preview, time, order, and what is unread. A conversation that is new appears.
    /// Returns whether it is now the last message.
    bool apply(const Message &message);
    void apply(const ReadCursor &cursor);
    void apply(const Delivery &delivery);
    /// Takes all that was missed, and puts the list in order once.
    void apply(const SyncPage &page);
    /// Who of all accounts is there.
    void setPresent(const QSet<QString> &present);
    void setTyping(const QString &user, const QString &name);
    void setDraft(const QString &user, const QString &text);
    /// Another database: nothing that is known holds.
    void clear();

    /// Which conversation is open; empty for none.
    void setOpen(const QString &user);
    const QString &open() const { return m_open; }

    /// Those of which a message has come and no row yet: what is unread of them is not known.
    const QSet<QString> &withoutRow() const { return m_withoutRow; }
    int unread(const QString &user) const;
    int totalUnread() const { return m_totalUnread; }
    /// The person's own cursor in a conversation; all zero if there is none.
    OwnReading ownReading(const QString &user) const;
    /// ReadingState::takenBackAt() of a conversation.
    qint64 takenBackAt(const QString &user) const;
    /// The person has just read this conversation to its end; the server's word is on its way.
    void assumeRead(const QString &user);

    /// While held, rows keep their places whatever comes, so that none moves under a click; on
    /// release they take the right ones. New conversations appear at the end meanwhile.
    void setOrderHeld(bool held);

    QModelIndex indexOf(const QString &user) const;

signals:
    /// Ask totalUnread(): whoever hears of it may change it again.
    void totalUnreadChanged();

private:
    /// What the taking of one thing or many comes to. Nobody has been told of it.
    struct Changes {
        /// Of the rows that are there and show something else now.
        QSet<QString> users;
        std::vector<ConversationEntry> newcomers;
        QHash<QString, size_t> newcomerAt;
        qint64 unread = 0;
    };

    int rowOf(const QString &user) const { return m_rowOf.value(user, -1); }
    void take(const ConversationRow &row, Changes &changes);
    bool take(const Message &message, Changes &changes);
    void take(const ReadCursor &cursor, Changes &changes);
    void take(const Delivery &delivery, Changes &changes);
    /// Null if it is neither there nor among the newcomers. Valid until the next add().
    ConversationEntry *find(const QString &user, Changes &changes);
    void add(ConversationEntry entry, Changes &changes);
    ConversationEntry &early(const QString &user);
    /// Changes an entry by something that tells whether it made a difference.
    template<typename Change>
    bool change(ConversationEntry &entry, Change change, Changes &changes)
    {
        const qint64 before = entry.reading.unread();
        const bool changed = change(entry);
        const qint64 more = entry.reading.unread() - before;
        changes.unread += more;
        if ((changed || more != 0) && !changes.newcomerAt.contains(entry.row.user))
            changes.users.insert(entry.row.user);
        return changed;
    }
    void announce(Changes changes);
    void insert(std::vector<ConversationEntry> newcomers);
    /// Moves the row to where it belongs and announces that it changed.
    void place(int row);
    void sortAll();
    void reindex(int first, int last);
    void changed(int row, const QList<int> &roles = {});
    void changed(const QSet<QString> &users, const QList<int> &roles = {});
    void noteUnread(qint64 more);

    QString m_self;
    QString m_open;
    std::vector<ConversationEntry> m_entries;
    QHash<QString, int> m_rowOf;
    /// The marks of conversations whose rows are still to come.
    QHash<QString, ConversationEntry> m_early;
    QSet<QString> m_withoutRow;
    QSet<QString> m_present;
    QHash<QString, QString> m_drafts;
    qint64 m_newestId = 0;
    int m_totalUnread = 0;
    bool m_orderHeld = false;
};

} // namespace ventanilla
