#include "largedatabase.h"

#include "storage/accountstable.h"
#include "storage/conversationstable.h"
#include "storage/counterstable.h"
#include "storage/messagestable.h"
#include "storage/migrations.h"
#include "storage/readcursorstable.h"

namespace ventanilla {

namespace {

constexpr int patienceMs = 5'000;
constexpr int messagesEach = 2;
constexpr int oneUnreadIn = 20;
constexpr qint64 firstAtMs = 1'735'689'600'000;
constexpr qint64 apartMs = 200'000;

/// Of every length that people write, the same each time.
QString textOf(qint64 number)
{
    static const QString words = QStringLiteral(
        "Good morning, I wrote last week about the invoice and have not heard anything since; could you "
        "please look whether it has been paid? The reference is on the second page, and the amount does not "
        "include what we had agreed upon by telephone. Thank you very much in advance, and kind regards 👋 ");
    const qsizetype length = 10 + (number * 7919) % 17 * (number % 3 == 0 ? 15 : 4);
    return QString::number(number) + u' ' + words.left(length).trimmed();
}

} // namespace

const QString LargeDatabase::agent = QStringLiteral("ana");
const QString LargeDatabase::longUser = QStringLiteral("luis");

QString LargeDatabase::user(int number)
{
    return QStringLiteral("user%1").arg(number, 5, 10, QLatin1Char('0'));
}

LargeDatabase::LargeDatabase(Database &database, qint64 last)
    : m_database(database)
    , m_numbers(last)
{
}

bool LargeDatabase::fill(const QString &path)
{
    Database database({path, patienceMs});
    if (!database.open() || !migrate(database))
        return false;
    Transaction transaction(database);
    LargeDatabase large(database, 0);
    return transaction.begin() && large.addAccounts() && large.addLongThread() && large.addConversations()
        && large.finish() && transaction.commit();
}

qint64 LargeDatabase::addMissed(const QString &path)
{
    Database database({path, patienceMs});
    if (!database.open())
        return 0;
    Transaction transaction(database);
    if (!transaction.begin())
        return 0;
    const auto last = CountersTable(database).lastNumber();
    if (!last)
        return 0;
    LargeDatabase large(database, *last);
    for (int i = 0; i < missed; ++i) {
        if (!large.say(user(1 + i % (missed / 2)), false))
            return 0;
    }
    return large.finish() && transaction.commit() ? large.m_numbers.last() : 0;
}

bool LargeDatabase::addAccounts()
{
    AccountsTable accounts(m_database);
    bool made = accounts.insert({agent, QStringLiteral("Ana"), Role::Admin, {}}).ok()
        && accounts.insert({longUser, QStringLiteral("Luis"), Role::User, {}}).ok();
    for (int i = 1; made && i < conversations; ++i)
        made = accounts.insert({user(i), QStringLiteral("Person %1").arg(i), Role::User, {}}).ok();
    return made;
}

bool LargeDatabase::addLongThread()
{
    for (int i = 0; i < longThread; ++i) {
        if (!say(longUser, i % 5 < 2))
            return false;
    }
    return read({agent, Role::Admin}, longUser) && read({longUser, Role::User}, longUser);
}

bool LargeDatabase::addConversations()
{
    bool good = true;
    for (int i = 1; good && i < conversations; ++i) {
        for (int j = 0; good && j < messagesEach; ++j)
            good = say(user(i), j % 2 == 1);
        if (i % oneUnreadIn != 0)
            good = good && read({agent, Role::Admin}, user(i));
    }
    return good;
}

bool LargeDatabase::say(const QString &user, bool fromStaff)
{
    const qint64 id = m_numbers.take();
    NewMessage message;
    message.from = fromStaff ? agent : user;
    message.to = fromStaff ? user : QStringLiteral("admin");
    message.text = textOf(id);
    message.sentAtMs = firstAtMs + id * apartMs;
    message.key = QStringLiteral("%1").arg(id, 36, 10, QLatin1Char('0'));
    message.conversation = user;
    message.fromStaff = fromStaff;
    return MessagesTable(m_database).insert(message, id).ok()
        && ConversationsTable(m_database).noteMessage(message, id).ok();
}

bool LargeDatabase::read(const Reader &reader, const QString &conversation)
{
    return ReadCursorsTable(m_database)
        .advance(reader, {conversation, m_numbers.last(), m_numbers.last()}, m_numbers)
        .ok();
}

bool LargeDatabase::finish()
{
    return CountersTable(m_database).setLastNumber(m_numbers.last()).ok();
}

} // namespace ventanilla
