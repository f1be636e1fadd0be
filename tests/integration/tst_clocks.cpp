#include "support/eventually.h"
#include "support/office.h"
#include "support/shiftedclock.h"

#include "client/credentials.h"
#include "client/messagelistmodel.h"

#include <QAbstractItemView>
#include <QApplication>

using namespace ventanilla;

namespace {

constexpr int hourMs = 3'600'000;
const QString alba = QStringLiteral("alba");
const QString bruno = QStringLiteral("bruno");
const QString luis = QStringLiteral("luis");

/// What stands beside the messages of the open thread, from the oldest on.
QList<qint64> timesShown(const Person &person)
{
    const auto *view = person.window()->findChild<QAbstractItemView *>(QStringLiteral("messageList"));
    QList<qint64> times;
    for (int row = 0; row < view->model()->rowCount(); ++row)
        times.append(view->model()->index(row, 0).data(MessageListModel::SentAtRole).toLongLong());
    return times;
}

} // namespace

/// A server and programs whose clocks are an hour off, and are set while everything runs: nothing but
/// the times beside the messages goes by them.
class TestClocks : public QObject
{
    Q_OBJECT

private slots:
    void cleanup();
    void aConversationHolds_data() { clocks(); }
    void aConversationHolds();
    void aClockIsSetBack_data();
    void aClockIsSetBack();
    void nobodyIsAskedToSignIn_data() { clocks(); }
    void nobodyIsAskedToSignIn();

private:
    void clocks();
    void prepare(qint64 serverOffset, qint64 clientOffset);
    void start();
    /// Both users write, and the agent answers the first.
    void talk();
    void comeBack();
    void startAgain();
    static bool isAnybodyAsked();

    std::unique_ptr<ShiftedClock> m_serverClock;
    std::unique_ptr<ShiftedClock> m_clientClock;
    std::unique_ptr<Office> m_office;
    std::vector<Person *> m_people;
    int m_said = 0;
};

void TestClocks::clocks()
{
    QTest::addColumn<int>("server");
    QTest::addColumn<int>("clients");
    QTest::newRow("the server is late") << -hourMs << 0;
    QTest::newRow("the server is early") << hourMs << 0;
    QTest::newRow("the programs are late") << 0 << -hourMs;
    QTest::newRow("the programs are early") << 0 << hourMs;
    QTest::newRow("both are wrong") << hourMs << -hourMs;
    QTest::newRow("both are wrong the other way") << -hourMs << hourMs;
}

void TestClocks::prepare(qint64 serverOffset, qint64 clientOffset)
{
    m_serverClock = std::make_unique<ShiftedClock>(serverOffset);
    m_clientClock = std::make_unique<ShiftedClock>(clientOffset);
    m_office = std::make_unique<Office>(m_serverClock.get());
    m_office->addAccounts({alba, bruno}, {luis, QStringLiteral("olga")});
    QVERIFY(m_office->server.start());
    for (const QString &account : {alba, bruno, luis, QStringLiteral("olga")}) {
        m_people.push_back(&m_office->addPerson(account, {}, m_clientClock.get()));
    }
    m_said = 0;
}

void TestClocks::start()
{
    for (Person *person : m_people)
        person->start();
    m_people[2]->open(alba);
    m_people[3]->open(alba);
}

void TestClocks::cleanup()
{
    m_people.clear();
    m_office.reset();
}

void TestClocks::talk()
{
    const auto stored = [this] { return m_office->server.counter("ventanilla_messages_stored_total"); };
    for (const int writer : {0, 1, 2, 0, 2})
        m_people[static_cast<std::size_t>(writer)]->write(QStringLiteral("text %1").arg(++m_said));
    EVENTUALLY_COMPARE(stored(), m_said);
    QCOMPARE(m_office->settle(), QString());
}

void TestClocks::comeBack()
{
    m_office->refuse();
    m_office->cut();
    m_people[0]->write(QStringLiteral("text %1").arg(++m_said));
    m_people[2]->write(QStringLiteral("text %1").arg(++m_said));
    m_office->heal();
    talk();
}

void TestClocks::startAgain()
{
    for (Person *person : m_people) {
        person->quit();
        person->start();
    }
    talk();
}

bool TestClocks::isAnybodyAsked()
{
    const QWidgetList windows = QApplication::topLevelWidgets();
    return std::ranges::any_of(windows, [](const QWidget *window) {
        return window->objectName() == u"loginDialog"
            || window->findChild<QWidget *>(QStringLiteral("loginDialog"));
    });
}

void TestClocks::aConversationHolds()
{
    QFETCH(int, server);
    QFETCH(int, clients);
    prepare(server, clients);
    start();
    talk();
    comeBack();
    startAgain();
    QVERIFY(!isAnybodyAsked());
}

void TestClocks::aClockIsSetBack_data()
{
    QTest::addColumn<int>("server");
    QTest::addColumn<int>("clients");
    QTest::newRow("the server's") << -hourMs << 0;
    QTest::newRow("the programs'") << 0 << -hourMs;
    QTest::newRow("all") << -hourMs << -hourMs;
}

void TestClocks::aClockIsSetBack()
{
    QFETCH(int, server);
    QFETCH(int, clients);
    prepare(0, 0);
    start();
    talk();
    m_serverClock->shift(server);
    m_clientClock->shift(clients);
    talk();
    for (const std::size_t reader : {0, 2}) {
        const QList<qint64> times = timesShown(*m_people[reader]);
        QCOMPARE(std::ranges::is_sorted(times), server == 0);
    }
    comeBack();
    startAgain();
    QVERIFY(!isAnybodyAsked());
    // The same threads as somebody finds them who was not there.
    for (const QString &user : {bruno, alba}) {
        m_people[3]->open(user);
        QCOMPARE(m_office->settle(), QString());
    }
}

/// With the tokens that they have kept, which are renewed at every start.
void TestClocks::nobodyIsAskedToSignIn()
{
    QFETCH(int, server);
    QFETCH(int, clients);
    prepare(server, clients);
    Person &person = *m_people[2];
    const Credentials credentials(m_office->folderOf(person));
    const auto kept = [&] {
        return credentials.load(m_office->networkOf(person).url(), luis).value_or(SignedIn()).token;
    };
    QStringList tokens {kept()};
    start();
    talk();
    for (int start = 0; start < 3; ++start) {
        EVENTUALLY(!tokens.contains(kept()));
        tokens.append(kept());
        if (start == 1)
            m_serverClock->shift(-hourMs);
        person.quit();
        person.start();
        talk();
    }
    QVERIFY(!isAnybodyAsked());
    QCOMPARE(m_office->server.counter("ventanilla_sessions_rejected_total"), 0);
}

QTEST_MAIN(TestClocks)
#include "tst_clocks.moc"
