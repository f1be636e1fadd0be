#pragma once

#include "storage/conversationstable.h"
#include "storage/counterstable.h"
#include "storage/deliveriestable.h"
#include "storage/messagestable.h"
#include "storage/readcursorstable.h"
#include "support/temporarydatabase.h"

namespace ventanilla {

/// A database with alice, bob and silent, and the staff root and marta, in which whatever happens
/// takes a number as it does in the server.
class NumberedDatabase : public TemporaryDatabase
{
public:
    static inline const Reader root {QStringLiteral("root"), Role::Admin};
    static inline const Reader marta {QStringLiteral("marta"), Role::Admin};
    static inline const Reader alice {QStringLiteral("alice"), Role::User};
    static inline const Reader bob {QStringLiteral("bob"), Role::User};

    bool prepare()
    {
        return TemporaryDatabase::prepare(
                   {QStringLiteral("alice"), QStringLiteral("bob"), QStringLiteral("silent")})
            && AccountsTable(database)
                   .insert({marta.username, QStringLiteral("Marta"), Role::Admin, {}})
                   .ok();
    }

    /// Its number, as of all below; 0 if it failed.
    qint64 say(const NewMessage &message)
    {
        const qint64 id = m_numbers.take();
        const bool stored = MessagesTable(database).insert(message, id).ok()
            && ConversationsTable(database).noteMessage(message, id).ok();
        return stored ? noted() : 0;
    }
    qint64 read(const Reader &reader, const QString &conversation, qint64 upTo)
    {
        return ReadCursorsTable(database).advance(reader, {conversation, upTo, last()}, m_numbers) ? noted()
                                                                                                   : 0;
    }
    qint64 markUnread(const Reader &reader, const QString &conversation, qint64 upTo)
    {
        return ReadCursorsTable(database).rewind(reader, {conversation, upTo}, m_numbers) ? noted() : 0;
    }
    qint64 got(const Reader &recipient, const QString &conversation, qint64 upTo)
    {
        return DeliveriesTable(database).advance(recipient, {conversation, upTo}, m_numbers) ? noted() : 0;
    }
    qint64 assign(const QString &conversation, const QString &agent)
    {
        const auto done =
            execute(database.statement(QStringLiteral(
                        "UPDATE conversaciones SET asignada_a = ?, version = ? WHERE usuario = ?")),
                    {agent, m_numbers.take(), conversation});
        return done ? noted() : 0;
    }

    /// Numbers 1 to 12, of all kinds. Whether it worked.
    bool fill()
    {
        const auto text = [](int number) { return QString::number(number); };
        Transaction atOnce(database);
        return atOnce.begin() && say(messageFrom(alice.username, text(1), text(1))) == 1
            && say(messageFrom(bob.username, text(2), text(2))) == 2
            && say(messageTo(alice.username, text(3), text(3))) == 3 && read(root, alice.username, 3) == 4
            && read(marta, alice.username, 1) == 5 && got(alice, alice.username, 3) == 6
            && got(marta, alice.username, 1) == 7 && got(root, alice.username, 3) == 8
            && read(alice, alice.username, 3) == 9
            && say(messageFrom(alice.username, text(10), text(10))) == 10
            && assign(bob.username, marta.username) == 11 && read(marta, bob.username, 2) == 12
            && atOnce.commit();
    }

    qint64 last() const { return m_numbers.last(); }

private:
    qint64 noted() { return CountersTable(database).setLastNumber(last()) ? last() : 0; }

    Numbers m_numbers {0};
};

} // namespace ventanilla
