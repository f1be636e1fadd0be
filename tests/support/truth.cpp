#include "support/truth.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>

#include <algorithm>

namespace ventanilla {

namespace {

struct Cursor {
    QString account;
    QString conversation;
    qint64 upTo = 0;
};

QList<Cursor> cursorsIn(const QSqlDatabase &database, const QString &account, const QString &table)
{
    QList<Cursor> cursors;
    QSqlQuery query(database);
    query.exec(QStringLiteral("SELECT %1, conversacion, hasta FROM %2").arg(account, table));
    while (query.next())
        cursors.append({query.value(0).toString(), query.value(1).toString(), query.value(2).toLongLong()});
    return cursors;
}

bool readMessages(const QSqlDatabase &database, Truth &truth)
{
    QSqlQuery query(database);
    if (!query.exec(QStringLiteral("SELECT id, de_usuario, conversacion, mensaje FROM mensajes ORDER BY id")))
        return false;
    while (query.next()) {
        const KeptMessage message {query.value(0).toLongLong(), query.value(1).toString(),
                                   query.value(2).toString(), query.value(3).toString()};
        truth.messages.append(message);
        truth.conversations[message.conversation].messages.append(message);
    }
    return true;
}

void readReach(const QSqlDatabase &database, Truth &truth)
{
    for (const Cursor &cursor : cursorsIn(database, QStringLiteral("receptor"), QStringLiteral("entregas"))) {
        if (cursor.account == cursor.conversation)
            truth.conversations[cursor.conversation].userGotUpTo = cursor.upTo;
    }
    QSqlQuery query(database);
    query.exec(QStringLiteral("SELECT usuario, equipo_leido, equipo_entregado FROM conversaciones"));
    while (query.next()) {
        Truth::Conversation &conversation = truth.conversations[query.value(0).toString()];
        conversation.staffReadUpTo = query.value(1).toLongLong();
        conversation.staffGotUpTo = query.value(2).toLongLong();
    }
}

/// Counts, where the server keeps running counts.
void countUnread(const QSqlDatabase &database, const QStringList &staff, Truth &truth)
{
    QHash<QString, QHash<QString, qint64>> readUpTo;
    for (const Cursor &cursor : cursorsIn(database, QStringLiteral("lector"), QStringLiteral("lecturas")))
        readUpTo[cursor.conversation][cursor.account] = cursor.upTo;
    for (auto entry = truth.conversations.begin(); entry != truth.conversations.end(); ++entry) {
        const QString &user = entry.key();
        entry->userReadUpTo = readUpTo.value(user).value(user);
        for (const QString &account : staff + QStringList {user}) {
            const qint64 cursor = readUpTo.value(user).value(account);
            entry->unread[account] = std::ranges::count_if(entry->messages, [&](const KeptMessage &message) {
                return message.id > cursor && (message.from == user) != (account == user);
            });
        }
    }
}

} // namespace

std::optional<Truth> Truth::read(const QString &path, const QStringList &staff)
{
    std::optional<Truth> result;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("truth"));
        database.setDatabaseName(path);
        Truth truth;
        if (database.open() && readMessages(database, truth)) {
            readReach(database, truth);
            countUnread(database, staff, truth);
            result = truth;
        }
    }
    QSqlDatabase::removeDatabase(QStringLiteral("truth"));
    return result;
}

} // namespace ventanilla
