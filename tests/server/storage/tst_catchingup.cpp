#include "storage/sqlchatstore.h"
#include "support/manualclock.h"
#include "support/temporarydatabase.h"
#include "support/waiting.h"

#include <QMap>
#include <QTest>

#include <random>

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {

/// A client that knows of the server only what its synchronizations told it.
struct Model {
    using Mark = std::pair<QString, QString>; // the conversation, and whose

    Reader who;
    bool alsoAddressed = false;
    qint64 cursor = 0;
    QMap<qint64, Message> messages {};
    QMap<Mark, ReadCursor> reads {};
    QMap<Mark, Delivery> deliveries {};
    /// Version by user.
    QMap<QString, qint64> conversations {};

    void apply(const SyncPage &page)
    {
        for (const Message &message : page.messages)
            messages.insert(*message.id, message);
        for (ReadCursor read : page.reads) {
            read.unread = 0; // as of when it was asked; a client counts itself
            reads.insert({read.conversation, read.reader}, read);
        }
        for (const Delivery &delivery : page.deliveries)
            deliveries.insert({delivery.conversation, delivery.recipient}, delivery);
        for (const ConversationRow &row : page.conversations)
            conversations.insert(row.user, row.version);
        cursor = page.cursor;
    }

    /// Of the conversation's newest message.
    MessageCounts counts(const QString &conversation) const
    {
        MessageCounts counts;
        for (const Message &message : messages) {
            if (message.conversation == conversation)
                counts = message.counts;
        }
        return counts;
    }
    /// By counting, which the server never does.
    qint64 unread(const QString &conversation) const
    {
        const qint64 upTo = reads.value({conversation, who.username}).upTo;
        return std::ranges::count_if(messages, [&](const Message &message) {
            return message.conversation == conversation && *message.id > upTo
                && (message.from == conversation) == (who.role == Role::Admin);
        });
    }

    friend bool operator==(const Model &one, const Model &other)
    {
        return one.cursor == other.cursor && one.messages == other.messages && one.reads == other.reads
            && one.deliveries == other.deliveries && one.conversations == other.conversations;
    }
};

const QStringList users {u"alice"_s, u"bob"_s, u"carol"_s};
const QList<Reader> staff {{u"root"_s, Role::Admin}, {u"marta"_s, Role::Admin}};

} // namespace

/// Whatever happens, in whatever order it is asked for, who catches up knows what is true.
class TestCatchingUp : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void equalsTheDatabase_data();
    void equalsTheDatabase();

private:
    using Random = std::mt19937;

    static qint64 below(Random &random, qint64 limit)
    {
        return std::uniform_int_distribution<qint64>(0, limit - 1)(random);
    }
    void doSomething(Random &random);
    void say(Random &random);
    void mark(Random &random);

    template<typename T>
    auto counting()
    {
        ++m_underWay;
        return [this](const Result<T, StoreError> &) { --m_underWay; };
    }
    /// Calls and waits; nothing if it fails.
    template<typename T>
    std::optional<T> wait(const std::function<void(ChatStore::Answer<T>)> &call)
    {
        std::optional<Result<T, StoreError>> answer;
        call([&answer](Result<T, StoreError> given) { answer.emplace(std::move(given)); });
        return waitFor([&answer] { return answer.has_value(); }) && *answer ? std::optional(**answer)
                                                                            : std::nullopt;
    }
    /// At most so many pages; whether they were good.
    bool synchronize(Model &model, qint64 after, qint64 limit, int mostPages = 10'000);
    void compareWithTheList(const Model &agent);
    void compareWithTheThread(const Model &user);

    ManualClock m_clock;
    std::unique_ptr<Counters> m_counters;
    std::unique_ptr<TemporaryDatabase> m_temporary;
    std::unique_ptr<SqlChatStore> m_store;
    int m_underWay = 0;
    int m_key = 0;
    qint64 m_last = 0;
};

void TestCatchingUp::init()
{
    m_underWay = 0;
    m_last = 0;
    m_temporary = std::make_unique<TemporaryDatabase>(5000); // nothing goes to the spool here
    QVERIFY(m_temporary->prepare(users));
    QVERIFY(AccountsTable(m_temporary->database).insert({u"marta"_s, u"Marta"_s, Role::Admin, {}}));
    m_counters = std::make_unique<Counters>();
    const SpoolFile::Config spool {m_temporary->folder.filePath(u"spool"_s), {}, 64 * 1024};
    m_store = std::make_unique<SqlChatStore>(StoreConfig {m_temporary->config, spool}, m_clock, *m_counters);
    QVERIFY(wait<StoreInfo>([this](const auto &answer) { m_store->open(answer); }));
}

void TestCatchingUp::cleanup()
{
    m_store.reset();
    m_temporary.reset();
}

void TestCatchingUp::doSomething(Random &random)
{
    if (below(random, 2) == 0)
        say(random);
    else
        mark(random);
}

void TestCatchingUp::say(Random &random)
{
    const QString key = QString::number(++m_key);
    const QString user = users[below(random, users.size())];
    NewMessage message = below(random, 2) == 0 ? messageFrom(user, key, key) : messageTo(user, key, key);
    if (!message.fromStaff && below(random, 4) == 0)
        message.to = users[below(random, users.size())];
    m_store->storeMessage(message, counting<StoredMessage>());
}

void TestCatchingUp::mark(Random &random)
{
    const QString user = users[below(random, users.size())];
    const bool ofStaff = below(random, 3) > 0;
    const Reader who = ofStaff ? staff[below(random, staff.size())] : Reader {user, Role::User};
    const qint64 upTo = below(random, m_last + 2);
    switch (below(random, 3)) {
    case 0: m_store->markRead(who, {user, upTo, below(random, m_last + 2)}, counting<ReadChange>()); break;
    case 1: m_store->markDelivered(who, {user, upTo}, counting<DeliveryChange>()); break;
    default:
        if (ofStaff)
            m_store->markUnread(who, {user, upTo}, counting<ReadChange>());
    }
}

bool TestCatchingUp::synchronize(Model &model, qint64 after, qint64 limit, int mostPages)
{
    bool more = true;
    for (int page = 0; more && page < mostPages; ++page) {
        const auto got = wait<SyncPage>([&](const auto &answer) {
            m_store->synchronize({model.who, model.alsoAddressed, after, limit}, answer);
        });
        if (!got || got->cursor < after || (got->more && got->cursor == after))
            return false;
        model.apply(*got);
        after = got->cursor;
        more = got->more;
    }
    return true;
}

void TestCatchingUp::compareWithTheList(const Model &agent)
{
    ConversationQuery query;
    query.reader = agent.who.username;
    const auto page =
        wait<ConversationPage>([&](const auto &answer) { m_store->conversations(query, answer); });
    QVERIFY(page);
    QCOMPARE(page->rows.size(), agent.conversations.size());
    for (const ConversationRow &row : page->rows) {
        QCOMPARE(row.version, agent.conversations.value(row.user));
        QCOMPARE(row.counts, agent.counts(row.user));
        const ReadCursor own = agent.reads.value({row.user, agent.who.username});
        QCOMPARE(row.ownReading, (OwnReading {own.upTo, own.version, own.ordinal}));
        QCOMPARE(row.unread(), agent.unread(row.user));
        QCOMPARE(row.userReadUpTo, agent.reads.value({row.user, row.user}).upTo);
        QCOMPARE(row.userGotUpTo, agent.deliveries.value({row.user, row.user}).upTo);
    }
}

void TestCatchingUp::compareWithTheThread(const Model &user)
{
    const QString name = user.who.username;
    const auto thread = wait<OwnThread>([&](const auto &answer) { m_store->ownThread(name, answer); });
    QVERIFY(thread);
    QCOMPARE(thread->counts, user.counts(name));
    const ReadCursor own = user.reads.value({name, name});
    QCOMPARE(thread->ownReading, (OwnReading {own.upTo, own.version, own.ordinal}));
    QCOMPARE(thread->unread(), user.unread(name));
    QCOMPARE(thread->staffReadUpTo, user.reads.value({name, {}}).upTo);
    QCOMPARE(thread->staffGotUpTo, user.deliveries.value({name, {}}).upTo);
    for (const Message &message : user.messages)
        QVERIFY(message.conversation == name || (user.alsoAddressed && message.to == name));
}

void TestCatchingUp::equalsTheDatabase_data()
{
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 1; seed <= 5; ++seed)
        QTest::addRow("%u", seed) << seed;
}

void TestCatchingUp::equalsTheDatabase()
{
    QFETCH(unsigned, seed);
    Random random(seed);
    QList<Model> clients;
    for (const Reader &agent : staff)
        clients.append(Model {agent});
    for (const QString &user : users)
        clients.append(Model {{user, Role::User}, user == u"carol"});

    for (int round = 0; round < 20; ++round) {
        for (qint64 left = below(random, 12); left >= 0; --left)
            doSomething(random);
        // Some look while it happens, and not to the end.
        for (Model &client : clients) {
            if (below(random, 2) == 0)
                QVERIFY(synchronize(client, client.cursor, 1 + below(random, 4), 2));
        }
        QVERIFY(waitFor([this] { return m_underWay == 0; }));
        for (Model &client : clients) {
            const qint64 from = below(random, 2) == 0 ? client.cursor : below(random, client.cursor + 1);
            QVERIFY(synchronize(client, from, 1 + below(random, 10)));
            Model fresh {client.who, client.alsoAddressed};
            QVERIFY(synchronize(fresh, 0, 500));
            QVERIFY(client == fresh);
            m_last = fresh.cursor;
            if (client.who.role == Role::Admin)
                compareWithTheList(client);
            else
                compareWithTheThread(client);
            if (QTest::currentTestFailed())
                return;
        }
    }
    QVERIFY(m_last > 50);
}

QTEST_GUILESS_MAIN(TestCatchingUp)
#include "tst_catchingup.moc"
