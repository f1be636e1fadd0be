#include "faultscene.h"

#include "storage/database.h"
#include "support/eventually.h"

#include <QFile>

using namespace ventanilla;

namespace {

using Answer = Chatter::Answer;
using File = FaultyDisk::File;
using Mode = FaultyDisk::Mode;

constexpr int saidASecond = 50; // by each

/// How long a fault lasts; VENTANILLA_FAULT_SECONDS makes it long.
int saidInAFault()
{
    const int seconds = qEnvironmentVariableIntValue("VENTANILLA_FAULT_SECONDS");
    return saidASecond * (seconds > 0 ? seconds : 2);
}

/// Something that keeps the database from taking messages.
struct Fault {
    std::function<bool(FaultScene &)> begin;
    std::function<bool(FaultScene &)> end;
};

Fault diskFault(Mode mode, int delayMs = 0)
{
    return {[=](FaultScene &scene) {
                scene.disk.set(File::Database, mode, delayMs);
                return true;
            },
            [](FaultScene &scene) {
                scene.disk.heal();
                return true;
            }};
}

/// Another program has begun to write and does not end.
Fault lockFault()
{
    const auto other = std::make_shared<std::unique_ptr<Database>>();
    return {[other](FaultScene &scene) {
                *other = std::make_unique<Database>(DatabaseConfig {scene.home.databasePath(), 5000});
                return (*other)->open() && (*other)->run(QStringLiteral("BEGIN EXCLUSIVE"));
            },
            [other](FaultScene &) {
                const bool ended = (*other)->run(QStringLiteral("ROLLBACK")).ok();
                other->reset();
                return ended;
            }};
}

Fault moveFault()
{
    const QString away = QStringLiteral(".away");
    return {[away](FaultScene &scene) {
                return QFile::rename(scene.home.databasePath(), scene.home.databasePath() + away);
            },
            [away](FaultScene &scene) {
                return !QFile::exists(scene.home.databasePath())
                    && QFile::rename(scene.home.databasePath() + away, scene.home.databasePath());
            }};
}

void addFaults()
{
    QTest::addColumn<Fault>("fault");
    QTest::newRow("full") << diskFault(Mode::NoSpace);
    QTest::newRow("failing") << diskFault(Mode::InputOutput);
    QTest::newRow("tearing") << diskFault(Mode::Torn);
    QTest::newRow("not syncing") << diskFault(Mode::SyncFails);
    QTest::newRow("read-only") << diskFault(Mode::ReadOnly);
    QTest::newRow("slow") << diskFault(Mode::SlowSyncs, 2'000);
    QTest::newRow("locked") << lockFault();
    QTest::newRow("moved away") << moveFault();
}

} // namespace

/// What the server does while its files fail, as its people see it: they go on talking, and in the end
/// everything that was acknowledged is in the database, once and in order.
class TestStorageFaults : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void goesOnWithoutTheDatabase_data() { addFaults(); }
    void goesOnWithoutTheDatabase();
    void theSpoolHasItsRoomOnAFullDisk();
    void tellsWhatNobodyKeeps();
    void outlivesAKillInAFault_data() { addFaults(); }
    void outlivesAKillInAFault();
    void startsOnALockedDatabase();
    void refusesTheSpoolOfAnotherDatabase_data();
    void refusesTheSpoolOfAnotherDatabase();
    void doesNotBeginAnewWhereADatabaseWas();

private:
    std::unique_ptr<FaultScene> m;
};

void TestStorageFaults::init()
{
    QVERIFY2(qEnvironmentVariableIsSet("VENTANILLA_SERVER")
                 && qEnvironmentVariableIsSet("VENTANILLA_FAULTY_DISK"),
             "these name the server and the library that makes its disk fail");
    m = std::make_unique<FaultScene>();
    QVERIFY(m->start());
}

void TestStorageFaults::goesOnWithoutTheDatabase()
{
    QFETCH(Fault, fault);
    m->say(20); // some of them are on their way when it begins
    QVERIFY(fault.begin(*m));
    const qsizetype before = m->saidByEach();
    m->say(saidInAFault());
    EVENTUALLY(m->isAnswered() && m->isDelivered()); // with the fault on
    QCOMPARE(m->count(Answer::Pending, before), 3 * saidInAFault());
    QVERIFY(fault.end(*m));
    m->say(20); // they do not wait for the spool to be empty
    EVENTUALLY(m->isAnswered() && m->isConfirmed());
    const qsizetype after = m->saidByEach();
    for (int tries = 0; tries < 100 && m->count(Answer::Stored, after) == 0; ++tries) {
        m->say(1);
        EVENTUALLY(m->isAnswered());
    }
    QVERIFY(m->count(Answer::Stored, after) > 0); // the database is back in use
    EVENTUALLY(m->isConfirmed() && m->isDelivered());
    QCOMPARE(m->problemOfStored(), QString());
    QCOMPARE(m->problemOfHeard(), QString());
}

void TestStorageFaults::theSpoolHasItsRoomOnAFullDisk()
{
    m->say(20);
    m->disk.set(File::Database, Mode::NoGrowth);
    m->disk.set(File::Spool, Mode::NoGrowth);
    m->say(saidInAFault());
    EVENTUALLY(m->isAnswered() && m->isDelivered());
    QVERIFY(m->disk.faults(File::Database) > 0);
    QVERIFY(m->count(Answer::Pending) > 0);
    QCOMPARE(m->count(Answer::NotKept), 0);
    m->disk.heal();
    EVENTUALLY(m->isConfirmed());
    QCOMPARE(m->problemOfStored(), QString());
    QCOMPARE(m->problemOfHeard(), QString());
}

void TestStorageFaults::tellsWhatNobodyKeeps()
{
    m->say(20);
    m->disk.set(File::Spool, Mode::InputOutput);
    m->disk.set(File::Database, Mode::NoSpace);
    const qsizetype before = m->saidByEach();
    m->say(saidInAFault());
    EVENTUALLY(m->isAnswered() && m->isDelivered());
    QCOMPARE(m->count(Answer::NotKept, before), 3 * saidInAFault());
    QVERIFY(m->disk.faults(File::Spool) > 0);

    // Whoever hears so says it again, and it is kept then, without being delivered again.
    m->disk.heal();
    while (m->count(Answer::NotKept) > 0) {
        m->repeat({Answer::NotKept});
        EVENTUALLY(m->isAnswered());
    }
    EVENTUALLY(m->isConfirmed());
    QCOMPARE(m->count(Answer::Stored) + m->count(Answer::Pending), 3 * m->saidByEach());
    QCOMPARE(m->problemOfStored(), QString());
    for (const auto &writer : m->writers) {
        for (const Chatter::Written &message : writer->written)
            QCOMPARE(m->watcher->heard(writer->name(), message.key).deliveries, 1);
    }
}

void TestStorageFaults::outlivesAKillInAFault()
{
    QFETCH(Fault, fault);
    m->say(20);
    QVERIFY(fault.begin(*m));
    const qsizetype before = m->saidByEach();
    m->say(saidInAFault() / 2);
    EVENTUALLY(m->isAnswered());
    m->say(2); // nobody knows what becomes of these
    m->kill();
    QVERIFY(m->count(Answer::Pending, before) > 0);
    QVERIFY(fault.end(*m));
    QVERIFY(m->start());
    QCOMPARE(m->problemOfStored(), QString());

    // They are the same messages, whether or not their senders know it.
    m->repeat({Answer::None, Answer::Pending});
    EVENTUALLY(m->isAnswered() && m->hasIds());
    m->say(5);
    EVENTUALLY(m->isAnswered() && m->hasIds());
    QCOMPARE(m->count(Answer::Stored) + m->count(Answer::Pending), 3 * m->saidByEach());
    QCOMPARE(m->problemOfStored(), QString());
    QCOMPARE(m->problemOfShown(), QString());
}

void TestStorageFaults::startsOnALockedDatabase()
{
    const Fault fault = lockFault();
    QVERIFY(fault.begin(*m));
    m->say(10);
    EVENTUALLY(m->isAnswered());
    m->kill();
    QVERIFY(m->start());
    const qsizetype before = m->saidByEach();
    m->repeat({Answer::Pending});
    m->say(10);
    EVENTUALLY(m->isAnswered());
    QCOMPARE(m->count(Answer::Pending), 3 * m->saidByEach());
    QVERIFY(fault.end(*m));
    EVENTUALLY(m->isConfirmed());
    QCOMPARE(m->count(Answer::Pending, before), 30);
    QCOMPARE(m->problemOfStored(), QString());
}

void TestStorageFaults::refusesTheSpoolOfAnotherDatabase_data()
{
    QTest::addColumn<bool>("exists");
    QTest::newRow("another") << true;
    QTest::newRow("none") << false;
}

void TestStorageFaults::refusesTheSpoolOfAnotherDatabase()
{
    QFETCH(bool, exists);
    m->disk.set(File::Database, Mode::NoSpace);
    m->say(10);
    EVENTUALLY(m->isAnswered());
    QCOMPARE(m->count(Answer::Pending), 30);
    m->kill();
    m->disk.heal();

    TestServer elsewhere;
    if (exists)
        elsewhere.addAccount(QStringLiteral("luis"), Role::User);
    ServerProcess &other =
        m->startAlone({QStringLiteral("--database"), QStringLiteral("sqlite:") + elsewhere.databasePath(),
                       QStringLiteral("--spool"), m->home.databasePath() + QStringLiteral(".spool"),
                       QStringLiteral("--log-file"), elsewhere.databasePath() + QStringLiteral(".log")});
    QVERIFY(!other.isRunning());
    QVERIFY(other.exitCode() > 0);
    QCOMPARE(other.errors().size(), 1);
    QVERIFY2(other.errors().first().contains(exists ? QStringLiteral("30 messages for another database")
                                                    : QStringLiteral("put the database back")),
             qPrintable(other.errors().first()));
    QCOMPARE(QFile::exists(elsewhere.databasePath()), exists);

    QVERIFY(m->start());
    QCOMPARE(m->problemOfStored(), QString());
}

void TestStorageFaults::doesNotBeginAnewWhereADatabaseWas()
{
    m->say(5);
    EVENTUALLY(m->isAnswered() && m->isConfirmed()); // so that nothing is in the spool
    m->kill();
    const QString path = m->home.databasePath();
    QVERIFY(QFile::rename(path, path + QStringLiteral(".away")));
    ServerProcess &alone = m->startAlone({});
    QVERIFY(!alone.isRunning());
    QCOMPARE(alone.exitCode(), 1);
    const QString said = alone.errors().join(u'\n');
    QVERIFY2(said.contains(QStringLiteral("there is no database")), qPrintable(said));
    QVERIFY(!QFile::exists(path));
    QVERIFY(QFile::rename(path + QStringLiteral(".away"), path));
    QVERIFY(m->start());
    QCOMPARE(m->problemOfStored(), QString());
}

QTEST_GUILESS_MAIN(TestStorageFaults)
#include "tst_storagefaults.moc"
