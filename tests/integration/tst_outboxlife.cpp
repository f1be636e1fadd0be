#include "support/eventually.h"
#include "support/office.h"

#include "client/clientsettings.h"
#include "client/credentials.h"

#include <QDirIterator>
#include <QProcess>

#include <csignal>

using namespace ventanilla;

namespace {

const QString luis = QStringLiteral("luis");
const QString marta = QStringLiteral("marta");

/// A person's computer, on which several accounts may sign in, and several windows be open.
class Machine
{
public:
    explicit Machine(const QUrl &server)
        : m_server(server)
    {
        ClientSettings settings = ClientSettings::inFile(
            m_folder.filePath(QStringLiteral("config/ventanilla/ventanilla-user.ini")));
        settings.setServer(server);
        settings.setStaysSignedIn(true);
    }

    void signIn(const SignedIn &who) { QVERIFY(Credentials(dataFolder()).save(m_server, who)); }

    /// `program` is the name of the environment variable that has its path.
    std::unique_ptr<QProcess> start(const char *program, const QString &user) const
    {
        auto process = std::make_unique<QProcess>();
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
        environment.insert(QStringLiteral("XDG_DATA_HOME"), m_folder.filePath(QStringLiteral("data")));
        environment.insert(QStringLiteral("XDG_CONFIG_HOME"), m_folder.filePath(QStringLiteral("config")));
        process->setProcessEnvironment(environment);
        process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process->start(qEnvironmentVariable(program), {QStringLiteral("--user"), user});
        return process;
    }

    /// Of all accounts.
    int waitingMessages() const
    {
        QDirIterator files(dataFolder() + QStringLiteral("/outbox"), {QStringLiteral("*.json")}, QDir::Files,
                           QDirIterator::Subdirectories);
        int count = 0;
        for (; files.hasNext(); files.next())
            ++count;
        return count;
    }

private:
    QString dataFolder() const
    {
        return m_folder.filePath(QStringLiteral("data/ventanilla/ventanilla-user"));
    }

    QTemporaryDir m_folder;
    const QUrl m_server;
};

/// Waits until Enter has been pressed behind the last of them.
void type(QProcess &typist, const QStringList &lines)
{
    for (const QString &line : lines)
        typist.write(line.toUtf8() + '\n');
    QByteArray told;
    const QByteArray last = "pressed " + lines.last().toUtf8() + '\n';
    EVENTUALLY((told += typist.readAllStandardOutput()).endsWith(last));
}

void killNow(QProcess &process)
{
    process.kill();
    process.waitForFinished();
}

/// As somebody closes the window.
void quit(QProcess &typist)
{
    typist.closeWriteChannel();
    EVENTUALLY(typist.state() == QProcess::NotRunning);
    QCOMPARE(typist.exitStatus(), QProcess::NormalExit);
}

} // namespace

/// What a user's program has not sent yet, through the ends of its process: each message goes out once,
/// in order, from its own account.
class TestOutboxLife : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void whatWasWrittenOfflineGoesOutAtTheNextStart_data();
    void whatWasWrittenOfflineGoesOutAtTheNextStart();
    void aKillBeforeTheAcknowledgement();
    void anotherAccountSendsItsOwn();
    void aSecondWindowSendsItsOwn();
    void everyAcknowledgementIsLost();

private:
    QStringList stored() const;
    std::unique_ptr<QProcess> typist(const QString &user) const
    {
        return m_machine->start("VENTANILLA_TYPIST", user);
    }
    std::unique_ptr<QProcess> program(const QString &user) const
    {
        return m_machine->start("VENTANILLA_USER", user);
    }
    void verifyDeliveredOnce(int count);

    std::unique_ptr<Office> m_office;
    std::unique_ptr<FaultProxy> m_network;
    std::unique_ptr<Machine> m_machine;
};

void TestOutboxLife::init()
{
    m_office = std::make_unique<Office>();
    m_office->addAccounts({luis, marta}, {QStringLiteral("ana")});
    QVERIFY(m_office->server.start());
    m_network = std::make_unique<FaultProxy>(static_cast<quint16>(m_office->server.url().port()));
    m_machine = std::make_unique<Machine>(m_network->url());
    for (const QString &user : {luis, marta})
        m_machine->signIn(m_office->server.tokenFor(user, Role::User));
}

void TestOutboxLife::cleanup()
{
    m_machine.reset();
    m_network.reset();
    m_office.reset();
}

/// Who wrote it and what, in the order of the database.
QStringList TestOutboxLife::stored() const
{
    QStringList texts;
    const auto truth = m_office->truth();
    for (const KeptMessage &message : truth ? truth->messages : QList<KeptMessage>())
        texts.append(message.from + u' ' + message.text);
    return texts;
}

void TestOutboxLife::verifyDeliveredOnce(int count)
{
    EVENTUALLY_COMPARE(m_machine->waitingMessages(), 0);
    QCOMPARE(m_office->server.counter("ventanilla_messages_stored_total"), count);
    QCOMPARE(m_office->server.counter("ventanilla_messages_delivered_total"), count);
}

void TestOutboxLife::whatWasWrittenOfflineGoesOutAtTheNextStart_data()
{
    QTest::addColumn<bool>("killed");
    QTest::addColumn<int>("starts");
    QTest::newRow("the window is closed") << false << 1;
    QTest::newRow("the process is killed") << true << 1;
    QTest::newRow("each of many processes is killed") << true << 6;
}

void TestOutboxLife::whatWasWrittenOfflineGoesOutAtTheNextStart()
{
    QFETCH(bool, killed);
    QFETCH(int, starts);
    m_network->refuse();
    QStringList expected;
    for (int start = 0; start < starts; ++start) {
        const auto offline = typist(luis);
        QStringList lines;
        for (int line = 0; line < 3; ++line) {
            lines.append(QStringLiteral("%1.%2").arg(start).arg(line));
            expected.append(QStringLiteral("luis ") + lines.last());
        }
        type(*offline, lines);
        killed ? killNow(*offline) : quit(*offline);
    }
    QCOMPARE(m_machine->waitingMessages(), expected.size());
    m_network->pass();
    const auto online = program(luis);
    EVENTUALLY_COMPARE(stored(), expected);
    verifyDeliveredOnce(expected.size());
    killNow(*online);

    const auto again = typist(luis);
    type(*again, {QStringLiteral("last")});
    expected.append(QStringLiteral("luis last"));
    EVENTUALLY_COMPARE(stored(), expected);
    verifyDeliveredOnce(expected.size());
    quit(*again);
}

void TestOutboxLife::aKillBeforeTheAcknowledgement()
{
    m_network->drop(FaultProxy::Toward::Client, FaultProxy::acknowledgements());
    const auto first = typist(luis);
    type(*first, {QStringLiteral("one"), QStringLiteral("two")});
    EVENTUALLY_COMPARE(stored(), QStringList {QStringLiteral("luis one")});
    EVENTUALLY(m_network->counts(FaultProxy::Toward::Client).dropped > 0);
    killNow(*first);
    m_network->pass();
    const auto second = program(luis);
    EVENTUALLY_COMPARE(stored(), (QStringList {QStringLiteral("luis one"), QStringLiteral("luis two")}));
    verifyDeliveredOnce(2);
    killNow(*second);
}

void TestOutboxLife::anotherAccountSendsItsOwn()
{
    m_network->refuse();
    const auto offline = typist(luis);
    type(*offline, {QStringLiteral("mine")});
    killNow(*offline);
    m_network->pass();

    const auto other = typist(marta);
    type(*other, {QStringLiteral("hers"), QStringLiteral("hers too")});
    const QStringList hers {QStringLiteral("marta hers"), QStringLiteral("marta hers too")};
    EVENTUALLY_COMPARE(stored(), hers);
    EVENTUALLY_COMPARE(m_machine->waitingMessages(), 1);
    quit(*other);
    QCOMPARE(stored(), hers);

    const auto back = program(luis);
    EVENTUALLY_COMPARE(stored(), hers + QStringList {QStringLiteral("luis mine")});
    verifyDeliveredOnce(3);
    killNow(*back);
}

void TestOutboxLife::aSecondWindowSendsItsOwn()
{
    m_network->refuse();
    const auto first = typist(luis);
    type(*first, {QStringLiteral("first a"), QStringLiteral("first b")});
    ::kill(static_cast<pid_t>(first->processId()), SIGSTOP); // it holds what it has, and sends nothing
    m_network->pass();

    const auto second = typist(luis);
    type(*second, {QStringLiteral("second")});
    QStringList expected {QStringLiteral("luis second")};
    EVENTUALLY_COMPARE(stored(), expected);
    EVENTUALLY_COMPARE(m_machine->waitingMessages(), 2);
    quit(*second);
    QCOMPARE(stored(), expected);

    ::kill(static_cast<pid_t>(first->processId()), SIGCONT);
    expected += {QStringLiteral("luis first a"), QStringLiteral("luis first b")};
    EVENTUALLY_COMPARE(stored(), expected);
    verifyDeliveredOnce(3);
    quit(*first);
}

void TestOutboxLife::everyAcknowledgementIsLost()
{
    Person &user = m_office->addPerson(luis);
    Person &console = m_office->addPerson(QStringLiteral("ana"));
    FaultProxy &network = m_office->networkOf(user);
    // Of messages; those of marks and tokens have no time.
    network.drop(FaultProxy::Toward::Client,
                 [](const QByteArray &text) { return text.startsWith("43") && text.contains("\"fecha\""); });
    console.start();
    user.start();
    console.open(luis);
    QStringList expected;
    for (int number = 0; number < 5; ++number) {
        user.write(QString::number(number));
        expected.append(QStringLiteral("luis %1").arg(number));
    }
    // One at a time is on its way, and each connection brings it once more.
    for (int connection = 1; connection <= 3; ++connection) {
        EVENTUALLY(
            (user.retryConnection(), network.counts(FaultProxy::Toward::Client).dropped == connection));
        QCOMPARE(stored(), expected.first(1));
        network.cut(FaultProxy::Cut::Reset);
    }
    network.pass();
    network.cut(FaultProxy::Cut::Reset);
    EVENTUALLY_COMPARE(stored(), expected);
    QCOMPARE(m_office->settle(), QString());
    QCOMPARE(m_office->server.counter("ventanilla_messages_stored_total"), 5);
    QCOMPARE(m_office->server.counter("ventanilla_messages_delivered_total"), 5);
}

QTEST_MAIN(TestOutboxLife)
#include "tst_outboxlife.moc"
