#include "support/chatter.h"
#include "support/eventually.h"
#include "support/office.h"

#include "protocol/limits.h"

using namespace ventanilla;

namespace {

constexpr int userCount = 10;
const QByteArray syncPages = "/api/sincronizar";
const QByteArray histories = "/api/mensajes";
const QByteArray lists = "/api/conversaciones";

} // namespace

/// A console and a user whose networks are cut for long, while others talk: afterwards they have what
/// the database has, and asked for no more than what they missed.
class TestLongCut : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void whatWasMissedComesInPages_data();
    void whatWasMissedComesInPages();
    void theCatchUpIsCut();
    void theServerRestartsMeanwhile();
    void anotherDatabaseComes();
    void whatWasReadCountsInItsDatabaseOnly();
    void anOlderDatabaseComes();

private:
    void talk(int messages);
    void join();
    void loseTouch(int messages);
    void look(Person &person);
    /// While nobody is connected; with the same accounts.
    void replaceDatabase();
    void verifyAllThreads();
    std::unique_ptr<Office> m_office;
    std::vector<std::unique_ptr<Chatter>> m_writers;
    std::unique_ptr<Chatter> m_olga;
    QStringList m_names;
    Person *m_console = nullptr;
    Person *m_user = nullptr;
    int m_users = userCount;
    int m_said = 0;
};

void TestLongCut::init()
{
    m_office = std::make_unique<Office>();
    m_names.clear();
    for (int number = 0; number < userCount; ++number)
        m_names.append(QStringLiteral("user%1").arg(number));
    m_office->addAccounts(m_names, {QStringLiteral("luis"), QStringLiteral("olga")});
    QVERIFY(m_office->server.start());
    m_olga = std::make_unique<Chatter>(m_office->server.tokenFor(QStringLiteral("olga"), Role::Admin));
    for (const QString &name : std::as_const(m_names))
        m_writers.push_back(std::make_unique<Chatter>(m_office->server.tokenFor(name, Role::User)));
    join();

    // Half of the conversations are new when the networks come back.
    m_users = userCount / 2;
    talk(userCount);
    m_users = userCount;
    m_user = &m_office->addPerson(m_names.first());
    m_console = &m_office->addPerson(QStringLiteral("luis"));
    m_console->start();
    m_user->start();
    look(*m_user);
    m_console->open(m_names[1]);
    QCOMPARE(m_office->settle(), QString());
    m_console->open(m_names.first());
    QCOMPARE(m_office->settle(), QString());
}

void TestLongCut::cleanup()
{
    m_writers.clear();
    m_olga.reset();
    m_office.reset();
}

void TestLongCut::join()
{
    QVERIFY(m_olga->join(m_office->server.url()));
    for (const auto &writer : m_writers)
        QVERIFY(writer->join(m_office->server.url()));
}

/// Users write, and every other time all of them are answered by another console than the tested one.
void TestLongCut::talk(int messages)
{
    for (int i = 0; i < messages; ++i, ++m_said) {
        const int user = m_said % m_users;
        if ((m_said / m_users) % 2 == 0)
            m_writers[static_cast<std::size_t>(user)]->say(supportMailbox.toString());
        else
            m_olga->say(m_names[user]);
    }
    EVENTUALLY_COMPARE(m_olga->count(Chatter::Answer::Stored), m_olga->written.size());
    for (const auto &writer : m_writers)
        EVENTUALLY_COMPARE(writer->count(Chatter::Answer::Stored), writer->written.size());
}

/// First nobody is told that the networks are gone, then they are.
void TestLongCut::loseTouch(int messages)
{
    FaultProxy &network = m_office->networkOf(*m_console);
    network.blackHole();
    m_office->networkOf(*m_user).blackHole();
    talk(messages / 2);
    m_office->refuse();
    m_office->cut();
    EVENTUALLY_COMPARE(network.openCount(), 0);
    talk(messages - messages / 2);
    network.forgetRequests();
    m_office->networkOf(*m_user).forgetRequests();
}

void TestLongCut::look(Person &person)
{
    person.look();
    QVERIFY(QTest::qWaitForWindowActive(person.window()));
}

void TestLongCut::replaceDatabase()
{
    QVERIFY(m_office->server.stop());
    m_office->server.loseDatabase();
    m_office->addAccounts(m_names, {QStringLiteral("luis"), QStringLiteral("olga")});
    QVERIFY(m_office->server.start());
    join();
    m_users = 3;
}

void TestLongCut::verifyAllThreads()
{
    QCOMPARE(m_office->settle(), QString());
    for (const QString &name : std::as_const(m_names)) {
        m_console->open(name);
        QCOMPARE(m_office->settle(), QString());
    }
}

void TestLongCut::whatWasMissedComesInPages_data()
{
    QTest::addColumn<int>("messages");
    QTest::addColumn<int>("pagesOfConsole");
    QTest::addColumn<int>("pagesOfUser");
    QTest::newRow("one page") << 50 << 1 << 1;
    // A page has 500 numbers; all together have a few more than there are messages.
    QTest::newRow("several pages") << 1'200 << 3 << 1;
}

void TestLongCut::whatWasMissedComesInPages()
{
    QFETCH(int, messages);
    QFETCH(int, pagesOfConsole);
    QFETCH(int, pagesOfUser);
    loseTouch(messages);
    m_office->heal();
    QCOMPARE(m_office->settle(), QString());
    const FaultProxy &console = m_office->networkOf(*m_console);
    QCOMPARE(console.requestCount(syncPages), pagesOfConsole);
    QCOMPARE(console.requestCount(histories), 0);
    QCOMPARE(console.requestCount(lists), 0);
    const FaultProxy &user = m_office->networkOf(*m_user);
    QCOMPARE(user.requestCount(syncPages), pagesOfUser);
    QCOMPARE(user.requestCount(histories), 0);
    verifyAllThreads();
}

void TestLongCut::theCatchUpIsCut()
{
    loseTouch(1'200);
    FaultProxy &network = m_office->networkOf(*m_console);
    network.watchRequests([&network](const QByteArray &) {
        if (network.requestCount(syncPages) == 2)
            network.hold(FaultProxy::Toward::Client);
    });
    m_office->heal();
    EVENTUALLY_COMPARE(network.requestCount(syncPages), 2);
    network.watchRequests({});
    network.refuse(); // or the program's HTTP asks once more by itself
    network.cut(FaultProxy::Cut::Reset);
    talk(50);
    m_office->heal();
    QCOMPARE(m_office->settle(), QString());
    // The first page is not asked for again, the second is.
    QCOMPARE(network.requestCount(syncPages), 4);
    QCOMPARE(network.requestCount(histories), 0);
    verifyAllThreads();
}

void TestLongCut::theServerRestartsMeanwhile()
{
    loseTouch(25);
    QVERIFY(m_office->server.stop());
    QVERIFY(m_office->server.start());
    join();
    talk(25);
    m_office->heal();
    QCOMPARE(m_office->settle(), QString());
    const FaultProxy &console = m_office->networkOf(*m_console);
    QCOMPARE(console.requestCount(syncPages), 1);
    QCOMPARE(console.requestCount(histories), 0);
    QCOMPARE(console.requestCount(lists), 0);
    verifyAllThreads();
}

void TestLongCut::anotherDatabaseComes()
{
    // Marks of the old one that are far ahead of all that the new one has.
    look(*m_console);
    QCOMPARE(m_office->settle(), QString());
    look(*m_user);
    loseTouch(50);
    m_user->write(QStringLiteral("is anybody there"));
    replaceDatabase();
    talk(7);
    m_office->heal();
    verifyAllThreads();
    const FaultProxy &console = m_office->networkOf(*m_console);
    QCOMPARE(console.requestCount(syncPages), 0);
    QVERIFY(console.requestCount(lists) > 0);
    QCOMPARE(m_office->truth()->messages.size(), 8);
}

void TestLongCut::whatWasReadCountsInItsDatabaseOnly()
{
    const QString &user = m_names.first();
    const auto unread = [&] { return m_office->truth()->conversations[user].unread[m_console->account()]; };
    QVERIFY(unread() > 0);
    FaultProxy &network = m_office->networkOf(*m_console);
    network.hold(FaultProxy::Toward::Server);
    look(*m_console);
    EVENTUALLY(network.bufferedBytes(FaultProxy::Toward::Server) > 0);
    look(*m_user);
    loseTouch(0);
    replaceDatabase();
    talk(6);
    const qint64 before = unread();
    QVERIFY(before > 0);
    m_office->heal();
    QCOMPARE(m_office->settle(), QString());
    QCOMPARE(unread(), before);

    Person &other = m_office->addPerson(m_console->account(), QStringLiteral("another window"));
    other.start();
    look(other);
    other.open(user);
    EVENTUALLY_COMPARE(unread(), 0);
    look(*m_user);
    talk(6);
    QVERIFY(unread() > 0);
    look(*m_console);
    EVENTUALLY_COMPARE(unread(), 0);
    QCOMPARE(m_office->settle(), QString());
}

void TestLongCut::anOlderDatabaseComes()
{
    QVERIFY(m_office->server.stop());
    m_office->server.keepCopy();
    QVERIFY(m_office->server.start());
    join();
    talk(60);
    m_office->heal();
    QCOMPARE(m_office->settle(), QString());
    loseTouch(0);
    QVERIFY(m_office->server.stop());
    m_office->server.restoreCopy();
    QVERIFY(m_office->server.start());
    join();
    talk(30);
    m_office->heal();
    verifyAllThreads();
    QVERIFY(m_office->networkOf(*m_console).requestCount(lists) > 0);
}

QTEST_MAIN(TestLongCut)
#include "tst_longcut.moc"
