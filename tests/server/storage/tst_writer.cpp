#include "core/counters.h"
#include "storage/conversationstable.h"
#include "storage/counterstable.h"
#include "storage/messagestable.h"
#include "storage/readcursorstable.h"
#include "storage/writer.h"
#include "support/temporarydatabase.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QSemaphore>
#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

using Kept = StoredMessage::Kept;

class TestWriter : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void givesIdsInTheOrderOfTheCalls();
    void groupsWhatWaits();
    void goesOnWithTheNumbersOfBefore();
    void storesARepeatedKeyOnce_data();
    void storesARepeatedKeyOnce();
    void refusesAKeyWithOtherContent_data();
    void refusesAKeyWithOtherContent();
    void aConflictDoesNotHarmItsBatch();
    void refusesWhatTheDatabaseNeverTakes();
    void turnsAwayWhatIsTooMuch();
    void answersMayStoreMore();
    void writesOthersInTheSameOrder();

    void spoolsWhileTheDatabaseIsLocked();
    void spoolsWhenTheFileIsGone();
    void spoolsWhatTheDatabaseIsTooSlowFor();
    void spoolsBehindAWriteThatDoesNotEnd();
    void doesNotWaitForASlowReplay();
    void knowsTheKeysInTheSpool();
    void knowsTheKeysOfBeforeTheFailure();
    void knowsAKeyThatTheFailureMeetsFirst();
    void tellsAMessageBeforeTheMarkBehindIt();
    void othersWaitForTheEndOfTheSpool();
    void keepsTheOrderThroughAFailure();
    void othersFailWhileTheDatabaseFails();
    void othersFailWhileTheDatabaseIsSilent();
    void aDatabaseThatIsBackEndsTheSpooling();
    void goesOnWithTheSpoolOfAFormerProcess();
    void setsAsideWhatTheDatabaseNeverTakes();
    void keepsWhatCannotBeSetAside();
    void tellsWhenNobodyKeepsAMessage();
    void keepsLaterWhatNobodyKept();
    void tellsWhenALateCommitKeptIt();
    void tellsOfACommitThatSeemedToFail();

private:
    /// Stores and notes the outcome: the id, "=id" for a repeated one, "spooled", "nowhere", or the
    /// error's kind.
    void store(const NewMessage &message)
    {
        m_writer->storeMessage(
            message, [this](const StoreResult<StoredMessage> &stored) { m_outcomes.append(words(stored)); });
    }
    static QString words(const StoreResult<StoredMessage> &stored)
    {
        using Kind = StoreError::Kind;
        if (!stored)
            return stored.error().kind == Kind::Conflict  ? u"conflict"_s
                : stored.error().kind == Kind::Overloaded ? u"overloaded"_s
                : stored.error().kind == Kind::Refused    ? u"refused"_s
                                                          : u"unavailable"_s;
        const QString kept = stored->kept == Kept::InDatabase ? QString::number(*stored->message.id)
            : stored->kept == Kept::InSpool                   ? u"spooled"_s
                                                              : u"nowhere"_s;
        return (stored->repeated ? u"="_s : QString()) + kept
            + (stored->deliveredBefore ? u" delivered before"_s : QString());
    }
    /// Notes "other" when it is done.
    void writeThatWaits()
    {
        m_writer->write(
            [this](Database &, Numbers &) -> StoreResult<Done> {
                m_slow.acquire();
                return Done {};
            },
            [this](const StoreResult<Done> &done) { m_outcomes.append(done ? u"other"_s : u"failed"_s); });
    }
    void storeOne(const QString &text) { store(messageFrom(u"alice"_s, text, text)); }
    qint64 count(const char *name)
    {
        return m_counters->counter(QByteArray("ventanilla_") + name, {}).value();
    }
    int rows() { return m_temporary->value(u"SELECT COUNT(*) FROM mensajes"_s).toInt(); }
    QStringList texts()
    {
        QStringList list;
        QSqlQuery &query = m_temporary->database.statement(u"SELECT mensaje FROM mensajes ORDER BY id"_s);
        if (execute(query)) {
            while (query.next())
                list.append(query.value(0).toString());
        }
        query.finish();
        return list;
    }
    /// A new process on the same files. Its patience is longer than any machine needs.
    void restart(qint64 mostWaitingBytes = 16 * 1024 * 1024, int patienceMs = 20'000)
    {
        m_writer.reset();
        m_spool.reset();
        m_thread = std::make_unique<DatabaseThread>(u"test"_s, m_temporary->config);
        m_spool = std::make_unique<Spool>(SpoolFile::Config {spoolPath(), {}, 512 * 1024});
        WriterConfig config;
        config.mostWaitingBytes = mostWaitingBytes;
        config.patienceMs = patienceMs;
        config.firstRetryMs = 10;
        config.lastRetryMs = 40;
        m_writer = std::make_unique<Writer>(*m_thread, *m_spool, *m_counters, config);
        m_writer->onConfirmed([this](const Message &message) {
            m_confirmed.append(QString::number(*message.id) + u' ' + message.text);
        });
        std::optional<Result<Spool::Content>> opened;
        m_spool->open("epoch", [&](const Result<Spool::Content> &content) { opened = content; });
        QTRY_VERIFY(opened);
        QVERIFY2(*opened, *opened ? "" : qPrintable(opened->error().message));
        m_writer->takeOver((*opened)->messages);
    }
    void restartWithLittlePatience() { restart(16 * 1024 * 1024, 200); }
    QString spoolPath() const { return m_temporary->folder.filePath(u"spool"_s); }
    void lock()
    {
        m_locker = std::make_unique<Database>(DatabaseConfig {m_temporary->config.path, 20'000});
        QVERIFY(m_locker->open().ok());
        m_lock = std::make_unique<Transaction>(*m_locker);
        QVERIFY(m_lock->begin().ok());
    }
    void unlock()
    {
        m_lock.reset();
        m_locker.reset();
    }
    static void expectSpooling(const QString &reason = u".*"_s)
    {
        QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(u"they go to the spool: "_s + reason));
    }
    static void expectRecovery()
    {
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"takes messages again"_s));
    }

    std::unique_ptr<TemporaryDatabase> m_temporary;
    std::unique_ptr<Counters> m_counters;
    std::unique_ptr<DatabaseThread> m_thread;
    std::unique_ptr<Spool> m_spool;
    std::unique_ptr<Writer> m_writer;
    /// What writeThatWaits() waits for.
    QSemaphore m_slow;
    std::unique_ptr<Database> m_locker;
    std::unique_ptr<Transaction> m_lock;
    QStringList m_outcomes;
    QStringList m_confirmed;
};

void TestWriter::init()
{
    m_outcomes.clear();
    m_confirmed.clear();
    m_slow.acquire(m_slow.available());
    m_temporary = std::make_unique<TemporaryDatabase>(30);
    QVERIFY(m_temporary->prepare({u"alice"_s, u"bob"_s}));
    m_counters = std::make_unique<Counters>();
    restart();
}

void TestWriter::cleanup()
{
    m_slow.release();
    m_writer.reset();
    m_spool.reset();
    m_thread.reset();
    unlock();
}

void TestWriter::givesIdsInTheOrderOfTheCalls()
{
    QStringList expected;
    for (int i = 1; i <= 500; ++i) {
        store(messageFrom(i % 2 ? u"alice"_s : u"bob"_s, QString::number(i), QString::number(i)));
        expected.append(QString::number(i));
    }
    QVERIFY(m_outcomes.isEmpty());
    QTRY_COMPARE(m_outcomes, expected);
    QCOMPARE(
        m_temporary->value(u"SELECT COUNT(*) FROM mensajes WHERE CAST(mensaje AS INTEGER) <> id"_s).toInt(),
        0);
    QCOMPARE(m_temporary->value(u"SELECT valor FROM contadores WHERE nombre = 'numero'"_s).toInt(), 500);
    QCOMPARE(count("messages_stored_total"), 500);
}

void TestWriter::groupsWhatWaits()
{
    for (int i = 0; i < 1000; ++i)
        store(messageFrom(u"alice"_s, u"x"_s, QString::number(i)));
    QTRY_COMPARE(m_outcomes.size(), 1000);
    QCOMPARE(count("commits_total"), 5); // the first alone, and 256 at a time
    storeOne(u"lone"_s);
    QTRY_COMPARE(m_outcomes.size(), 1001);
    QCOMPARE(count("commits_total"), 6);
}

void TestWriter::goesOnWithTheNumbersOfBefore()
{
    storeOne(u"1"_s);
    QTRY_COMPARE(m_outcomes, QStringList(u"1"_s));
    restart();
    storeOne(u"1"_s); // the memory of keys is the database
    storeOne(u"2"_s);
    QTRY_COMPARE(m_outcomes, QStringList({u"1"_s, u"=1"_s, u"2"_s}));
}

void TestWriter::storesARepeatedKeyOnce_data()
{
    QTest::addColumn<bool>("committed");
    QTest::addColumn<QString>("text");
    QTest::newRow("committed before") << true << u"x"_s;
    QTest::newRow("while it waits") << false << u"x"_s;
    // Read back without its first character, it would be other content under the same key.
    QTest::newRow("a text that the database may change") << true << u"\uFEFFx"_s;
    QTest::newRow("that text while it waits") << false << u"\uFEFFx"_s;
}

void TestWriter::storesARepeatedKeyOnce()
{
    QFETCH(bool, committed);
    QFETCH(QString, text);
    store(messageFrom(u"bob"_s, u"first"_s, u"0"_s)); // makes the others wait
    if (committed)
        QTRY_COMPARE(m_outcomes.size(), 1);
    store(messageFrom(u"alice"_s, text, u"k"_s));
    if (committed)
        QTRY_COMPARE(m_outcomes.size(), 2);
    NewMessage again = messageFrom(u"alice"_s, text, u"k"_s);
    again.sentAtMs += 60'000; // a Retry comes later
    store(again);
    store(messageFrom(u"bob"_s, u"x"_s, u"k"_s)); // another sender's key
    QTRY_COMPARE(m_outcomes, QStringList({u"1"_s, u"2"_s, u"=2"_s, u"3"_s}));
    QCOMPARE(rows(), 3);
    QCOMPARE(count("messages_stored_total"), 3);
}

void TestWriter::refusesAKeyWithOtherContent_data()
{
    QTest::addColumn<NewMessage>("other");
    NewMessage other = messageFrom(u"alice"_s, u"y"_s, u"k"_s);
    QTest::newRow("text") << other;
    other = messageFrom(u"alice"_s, u"x"_s, u"k"_s);
    other.to = u"root"_s;
    QTest::newRow("recipient") << other;
    other = messageFrom(u"alice"_s, u"x "_s, u"k"_s);
    QTest::newRow("white space") << other;
}

void TestWriter::refusesAKeyWithOtherContent()
{
    QFETCH(NewMessage, other);
    store(messageFrom(u"alice"_s, u"x"_s, u"k"_s));
    store(other);
    QTRY_COMPARE(m_outcomes.size(), 2);
    store(other);
    QTRY_COMPARE(m_outcomes, QStringList({u"conflict"_s, u"1"_s, u"conflict"_s}));
    QCOMPARE(rows(), 1);
}

void TestWriter::aConflictDoesNotHarmItsBatch()
{
    store(messageFrom(u"alice"_s, u"a"_s, u"k"_s));
    QTRY_COMPARE(m_outcomes.size(), 1);
    restart(); // which forgets the key
    store(messageFrom(u"bob"_s, u"first"_s, u"0"_s)); // makes the others wait
    store(messageFrom(u"alice"_s, u"b"_s, u"k"_s));
    store(messageFrom(u"alice"_s, u"c"_s, u"l"_s));
    QTRY_COMPARE(m_outcomes, QStringList({u"1"_s, u"2"_s, u"conflict"_s, u"3"_s})); // no number is lost
}

void TestWriter::refusesWhatTheDatabaseNeverTakes()
{
    store(messageFrom(u"bob"_s, u"first"_s, u"0"_s));
    store(messageFrom(u"stranger"_s, u"x"_s, u"k"_s));
    store(messageFrom(u"alice"_s, u"c"_s, u"l"_s));
    QTRY_COMPARE(m_outcomes, QStringList({u"1"_s, u"refused"_s, u"2"_s}));
    QVERIFY(!m_writer->isSpooling());
}

void TestWriter::turnsAwayWhatIsTooMuch()
{
    restart(10'000);
    const QString text(1000, u'x'); // 2,512 bytes each
    for (int i = 0; i < 10; ++i)
        store(messageFrom(u"alice"_s, text, QString::number(i)));
    QTRY_COMPARE(m_outcomes.size(), 10);
    QCOMPARE(m_outcomes.count(u"overloaded"_s), 6);
    QCOMPARE(rows(), 4);
    store(messageFrom(u"alice"_s, text, u"later"_s));
    QTRY_COMPARE(m_outcomes.size(), 11);
    QCOMPARE(m_outcomes.last(), u"5"_s);
}

void TestWriter::answersMayStoreMore()
{
    m_writer->storeMessage(messageFrom(u"alice"_s, u"x"_s, u"1"_s),
                           [this](const StoreResult<StoredMessage> &) { storeOne(u"2"_s); });
    QTRY_COMPARE(m_outcomes, QStringList(u"2"_s));
}

void TestWriter::writesOthersInTheSameOrder()
{
    for (int i = 0; i < 100; ++i) {
        storeOne(QString::number(i));
        m_writer->write(
            [](Database &database, Numbers &numbers) -> StoreResult<Done> {
                const auto change = ReadCursorsTable(database).advance(
                    {u"root"_s, Role::Admin}, {u"alice"_s, 1 << 30, 1 << 30}, numbers);
                return change ? StoreResult<Done>(Done {}) : failure(change.error());
            },
            [this](const StoreResult<Done> &done) { m_outcomes.append(done ? u"read"_s : u"failed"_s); });
    }
    QTRY_COMPARE(m_outcomes.size(), 200);
    for (int i = 0; i < 100; ++i) {
        QCOMPARE(m_outcomes.at(2 * i), QString::number(2 * i + 1));
        QCOMPARE(m_outcomes.at(2 * i + 1), u"read"_s);
    }
    QCOMPARE(m_temporary->value(u"SELECT version FROM lecturas"_s).toInt(), 200);
}

void TestWriter::spoolsWhileTheDatabaseIsLocked()
{
    lock();
    expectSpooling(u".*locked.*"_s);
    for (const QString &text : {u"1"_s, u"2"_s, u"3"_s})
        storeOne(text);
    QTRY_COMPARE(m_outcomes, QStringList(3, u"spooled"_s));
    QVERIFY(m_writer->isSpooling());
    QCOMPARE(count("spool_messages"), 3);
    QCOMPARE(rows(), 0);
    expectRecovery();
    unlock();
    QTRY_COMPARE(m_confirmed, QStringList({u"1 1"_s, u"2 2"_s, u"3 3"_s}));
    QTRY_VERIFY(!m_writer->isSpooling());
    QCOMPARE(texts(), QStringList({u"1"_s, u"2"_s, u"3"_s}));
    QCOMPARE(count("spool_messages"), 0);
    QCOMPARE(count("messages_spooled_total"), 3);
    QCOMPARE(count("messages_replayed_total"), 3);
    QCOMPARE(count("messages_stored_total"), 3);
    storeOne(u"4"_s);
    QTRY_COMPARE(m_outcomes.last(), u"4"_s);
}

void TestWriter::spoolsWhenTheFileIsGone()
{
    storeOne(u"1"_s);
    QTRY_COMPARE(m_outcomes.size(), 1);
    const QString elsewhere = m_temporary->config.path + u".old"_s;
    QVERIFY(QFile::rename(m_temporary->config.path, elsewhere));
    expectSpooling(u".*removed or replaced.*"_s);
    storeOne(u"2"_s);
    QTRY_COMPARE(m_outcomes, QStringList({u"1"_s, u"spooled"_s}));
    QVERIFY(!QFile::exists(m_temporary->config.path)); // nor is an empty one made in its place
    expectRecovery();
    QVERIFY(QFile::rename(elsewhere, m_temporary->config.path));
    QTRY_COMPARE(m_confirmed, QStringList(u"2 2"_s));
}

void TestWriter::spoolsWhatTheDatabaseIsTooSlowFor()
{
    restartWithLittlePatience();
    expectSpooling(u"no answer for 200 ms"_s);
    expectRecovery();
    writeThatWaits();
    storeOne(u"behind it"_s);
    // The first batch holds no message, so nothing is promised to anybody but patience.
    QTRY_COMPARE(m_outcomes, QStringList(u"spooled"_s));
    m_slow.release();
    QTRY_COMPARE(m_outcomes, QStringList({u"spooled"_s, u"other"_s}));
    QTRY_COMPARE(m_confirmed, QStringList(u"1 behind it"_s));
    QCOMPARE(rows(), 1);
}

void TestWriter::spoolsBehindAWriteThatDoesNotEnd()
{
    restartWithLittlePatience();
    writeThatWaits();
    QTRY_COMPARE(count("database_failures_total"), 1); // its time is over before there is a message
    expectSpooling(u"no answer for 200 ms"_s);
    expectRecovery();
    storeOne(u"behind it"_s);
    QTRY_COMPARE(m_outcomes, QStringList(u"spooled"_s));
    m_slow.release();
    QTRY_COMPARE(m_confirmed, QStringList(u"1 behind it"_s));
}

void TestWriter::doesNotWaitForASlowReplay()
{
    restartWithLittlePatience();
    lock();
    expectSpooling();
    QStringList expected;
    for (int i = 0; i < 300; ++i) { // more than one batch
        expected.append(QString::number(i));
        storeOne(expected.last());
    }
    QTRY_COMPARE(m_outcomes, QStringList(300, u"spooled"_s));
    m_writer->onConfirmed([&](const Message &message) {
        if (m_confirmed.isEmpty())
            writeThatWaits(); // goes with the second batch
        m_confirmed.append(message.text);
    });
    unlock();
    QTRY_COMPARE(m_confirmed.size(), 256);
    expected.append(u"late"_s);
    storeOne(u"late"_s); // the spool is nearly empty, but not soon
    QTRY_COMPARE(m_outcomes.size(), 301);
    QCOMPARE(m_outcomes.last(), u"spooled"_s);
    expectRecovery();
    m_slow.release();
    QTRY_VERIFY(!m_writer->isSpooling());
    QCOMPARE(m_confirmed, expected);
    QCOMPARE(texts(), expected);
}

void TestWriter::knowsTheKeysInTheSpool()
{
    lock();
    expectSpooling();
    store(messageFrom(u"alice"_s, u"x"_s, u"k"_s));
    store(messageFrom(u"alice"_s, u"x"_s, u"k"_s)); // while it waits
    QTRY_COMPARE(m_outcomes, QStringList({u"spooled"_s, u"=spooled"_s}));
    store(messageFrom(u"alice"_s, u"x"_s, u"k"_s));
    store(messageFrom(u"alice"_s, u"y"_s, u"k"_s));
    QTRY_COMPARE(m_outcomes.mid(2), QStringList({u"=spooled"_s, u"conflict"_s}));
    expectRecovery();
    unlock();
    QTRY_COMPARE(m_confirmed, QStringList(u"1 x"_s));
    store(messageFrom(u"alice"_s, u"x"_s, u"k"_s));
    QTRY_COMPARE(m_outcomes.last(), u"=1"_s);
    QCOMPARE(rows(), 1);
}

void TestWriter::knowsTheKeysOfBeforeTheFailure()
{
    store(messageFrom(u"alice"_s, u"x"_s, u"k"_s));
    QTRY_COMPARE(m_outcomes, QStringList(u"1"_s));
    lock();
    expectSpooling();
    storeOne(u"2"_s);
    QTRY_COMPARE(m_outcomes.size(), 2);
    store(messageFrom(u"alice"_s, u"x"_s, u"k"_s)); // its acknowledgement was lost
    store(messageFrom(u"alice"_s, u"y"_s, u"k"_s));
    QTRY_COMPARE(m_outcomes.mid(2), QStringList({u"=1"_s, u"conflict"_s}));
    expectRecovery();
    unlock();
    QTRY_COMPARE(m_confirmed, QStringList(u"2 2"_s));
}

void TestWriter::knowsAKeyThatTheFailureMeetsFirst()
{
    store(messageFrom(u"alice"_s, u"x"_s, u"k"_s));
    QTRY_COMPARE(m_outcomes, QStringList(u"1"_s));
    lock();
    store(messageFrom(u"alice"_s, u"x"_s, u"k"_s)); // and nothing goes to the spool
    store(messageFrom(u"alice"_s, u"y"_s, u"k"_s));
    QCOMPARE(m_outcomes, QStringList({u"1"_s, u"=1"_s, u"conflict"_s}));
    QVERIFY(!m_writer->isSpooling());
}

void TestWriter::tellsAMessageBeforeTheMarkBehindIt()
{
    restartWithLittlePatience();
    m_writer->onConfirmed([this](const Message &message) {
        m_outcomes.append(u"confirmed "_s + QString::number(*message.id));
    });
    storeOne(u"first"_s); // makes the others wait, and be one batch
    storeOne(u"second"_s);
    writeThatWaits();
    expectSpooling(u"no answer for 200 ms"_s);
    expectRecovery();
    QTRY_COMPARE(m_outcomes, QStringList({u"1"_s, u"spooled"_s}));
    m_slow.release();
    QTRY_VERIFY(m_outcomes.contains(u"other"_s));
    QCOMPARE(m_outcomes.mid(2, 2), QStringList({u"confirmed 2"_s, u"other"_s}));
    QTRY_VERIFY(!m_writer->isSpooling());
    QCOMPARE(rows(), 2);
}

void TestWriter::othersWaitForTheEndOfTheSpool()
{
    lock();
    expectSpooling();
    for (int i = 0; i < 300; ++i) // more than one batch
        storeOne(QString::number(i));
    QTRY_COMPARE(m_outcomes, QStringList(300, u"spooled"_s));
    const auto mark = [this](const char *name) {
        m_writer->write(
            [](Database &, Numbers &numbers) -> StoreResult<Done> {
                numbers.take();
                return Done {};
            },
            [this, name](const StoreResult<Done> &done) {
                m_confirmed.append(QString::fromLatin1(name) + (done ? u" done"_s : u" failed"_s));
            });
    };
    mark("early");
    QTRY_COMPARE(m_confirmed, QStringList(u"early failed"_s));
    m_writer->onConfirmed([&](const Message &message) {
        if (message.id == 1)
            mark("late"); // while the rest waits
        m_confirmed.append(QString::number(*message.id));
    });
    expectRecovery();
    unlock();
    QTRY_COMPARE(m_confirmed.size(), 302);
    QCOMPARE(m_confirmed.last(), u"late done"_s); // behind every message
}

void TestWriter::keepsTheOrderThroughAFailure()
{
    QStringList expected;
    int next = 0;
    const auto say = [&](int count) {
        for (int i = 0; i < count; ++i) {
            expected.append(QString::number(next++));
            storeOne(expected.last());
        }
    };
    say(300);
    QTRY_VERIFY(!m_outcomes.isEmpty());
    lock();
    expectSpooling();
    for (int i = 0; i < 20; ++i) {
        say(20);
        QTest::qWait(5);
    }
    QTRY_VERIFY(m_writer->isSpooling());
    expectRecovery();
    unlock();
    for (int i = 0; i < 20; ++i) {
        say(20);
        QTest::qWait(1);
    }
    QTRY_COMPARE(m_outcomes.size(), next);
    QTRY_VERIFY(!m_writer->isSpooling());
    say(10);
    QTRY_COMPARE(m_outcomes.size(), next);
    QCOMPARE(texts(), expected);
    QCOMPARE(m_outcomes.count(u"spooled"_s), m_confirmed.size());
}

void TestWriter::othersFailWhileTheDatabaseFails()
{
    lock();
    expectSpooling();
    const auto write = [this] {
        m_writer->write(
            [](Database &, Numbers &) -> StoreResult<Done> { return Done {}; },
            [this](const StoreResult<Done> &done) { m_outcomes.append(done ? u"written"_s : u"failed"_s); });
    };
    storeOne(u"1"_s);
    write();
    QTRY_COMPARE(m_outcomes.size(), 2);
    QVERIFY(m_outcomes.contains(u"failed"_s));
    write();
    QTRY_COMPARE(m_outcomes.count(u"failed"_s), 2);
    expectRecovery();
    unlock();
    QTRY_COMPARE(m_confirmed.size(), 1);
    write();
    QTRY_COMPARE(m_outcomes.last(), u"written"_s);
}

// They would pile up behind one that does not end, and take the room of the messages.
void TestWriter::othersFailWhileTheDatabaseIsSilent()
{
    restartWithLittlePatience();
    writeThatWaits();
    QTRY_COMPARE(count("database_failures_total"), 1);
    writeThatWaits();
    QCOMPARE(m_outcomes, QStringList(u"failed"_s));
    expectSpooling();
    expectRecovery();
    storeOne(u"1"_s);
    QTRY_COMPARE(m_outcomes.last(), u"spooled"_s);
    writeThatWaits();
    QCOMPARE(m_outcomes.last(), u"failed"_s);
    m_slow.release();
    QTRY_COMPARE(m_confirmed, QStringList(u"1 1"_s));
    QCOMPARE(m_outcomes.last(), u"other"_s);
}

void TestWriter::aDatabaseThatIsBackEndsTheSpooling()
{
    for (int round = 1; round <= 3; ++round) {
        lock();
        expectSpooling();
        storeOne(QString::number(round));
        QTRY_COMPARE(m_outcomes, QStringList(round, u"spooled"_s));
        expectRecovery();
        unlock();
        QTRY_VERIFY(!m_writer->isSpooling());
        QCOMPARE(m_confirmed.size(), round);
    }
}

void TestWriter::goesOnWithTheSpoolOfAFormerProcess()
{
    lock();
    expectSpooling();
    for (const QString &text : {u"1"_s, u"2"_s, u"3"_s})
        storeOne(text);
    QTRY_COMPARE(m_outcomes, QStringList(3, u"spooled"_s));
    restart();
    QVERIFY(m_writer->isSpooling());
    m_outcomes.clear();
    storeOne(u"2"_s);
    storeOne(u"4"_s);
    QTRY_COMPARE(m_outcomes, QStringList({u"=spooled"_s, u"spooled"_s}));
    expectRecovery();
    unlock();
    QTRY_COMPARE(m_confirmed, QStringList({u"1 1"_s, u"2 2"_s, u"3 3"_s, u"4 4"_s}));
    QCOMPARE(texts(), QStringList({u"1"_s, u"2"_s, u"3"_s, u"4"_s}));
}

void TestWriter::setsAsideWhatTheDatabaseNeverTakes()
{
    lock();
    expectSpooling();
    storeOne(u"1"_s);
    store(messageFrom(u"stranger"_s, u"who am I"_s, u"k"_s));
    storeOne(u"2"_s);
    QTRY_COMPARE(m_outcomes, QStringList(3, u"spooled"_s));
    expectRecovery();
    QTest::ignoreMessage(QtCriticalMsg,
                         QRegularExpression(u"refuses a message from the spool, by \"stranger\""_s));
    unlock();
    QTRY_COMPARE(m_confirmed, QStringList({u"1 1"_s, u"2 2"_s}));
    QTRY_VERIFY(!m_writer->isSpooling());
    QFile aside(spoolPath() + u".apartados"_s);
    QTRY_VERIFY(aside.exists() && aside.size() > 0);
    QVERIFY(aside.open(QIODevice::ReadOnly));
    QVERIFY(aside.readAll().contains("who am I"));
    QCOMPARE(count("messages_set_aside_total"), 1);
    QCOMPARE(count("messages_replayed_total"), count("messages_stored_total"));
}

// The operator has to be able to read it, or it stays where it is.
void TestWriter::keepsWhatCannotBeSetAside()
{
    const QString aside = spoolPath() + u".apartados"_s;
    QVERIFY(QDir().mkdir(aside));
    lock();
    expectSpooling();
    store(messageFrom(u"stranger"_s, u"who am I"_s, u"k"_s));
    storeOne(u"1"_s);
    QTRY_COMPARE(m_outcomes, QStringList(2, u"spooled"_s));
    for (int start = 0; start < 2; ++start) {
        expectRecovery();
        QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(u"refuses a message from the spool"_s));
    }
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(u"cannot make .*apartados"_s));
    unlock();
    QTRY_VERIFY(!m_writer->isSpooling());
    QDir().rmdir(aside);
    restart();
    QVERIFY(m_writer->isSpooling());
    QTRY_VERIFY(!m_writer->isSpooling());
    restart();
    QVERIFY(!m_writer->isSpooling());
    QFile file(aside);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll().count("who am I"), 1);
    QCOMPARE(rows(), 1);
}

void TestWriter::tellsWhenNobodyKeepsAMessage()
{
    lock();
    expectSpooling();
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(u"1 messages are kept nowhere: .*full"_s));
    store(messageFrom(u"alice"_s, QString(300'000, u'x'), u"k"_s)); // more than the spool has room for
    QTRY_COMPARE(m_outcomes, QStringList(u"nowhere"_s));
    QCOMPARE(count("messages_not_stored_total"), 1);
    storeOne(u"2"_s);
    QTRY_COMPARE(m_outcomes.last(), u"spooled"_s);
    expectRecovery();
    unlock();
    QTRY_COMPARE(m_confirmed, QStringList(u"1 2"_s));
}

void TestWriter::keepsLaterWhatNobodyKept()
{
    const NewMessage large = messageFrom(u"alice"_s, QString(300'000, u'x'), u"k"_s);
    lock();
    expectSpooling();
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(u"kept nowhere"_s));
    store(large);
    QTRY_COMPARE(m_outcomes, QStringList(u"nowhere"_s));
    store(messageFrom(u"alice"_s, u"something else"_s, u"k"_s));
    QTRY_COMPARE(m_outcomes.last(), u"conflict"_s);
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(u"kept nowhere"_s));
    store(large);
    QTRY_COMPARE(m_outcomes.last(), u"nowhere delivered before"_s);
    expectRecovery();
    unlock();
    QTRY_VERIFY(!m_writer->isSpooling()); // found out by a try: the spool is empty
    store(large);
    QTRY_COMPARE(m_outcomes.last(), u"1 delivered before"_s);
    store(large);
    QTRY_COMPARE(m_outcomes.last(), u"=1"_s);
}

// The database was too slow, the spool full, and then the commit went through after all.
void TestWriter::tellsWhenALateCommitKeptIt()
{
    restart(16 * 1024 * 1024, 1'000);
    const NewMessage large = messageFrom(u"alice"_s, QString(300'000, u'x'), u"k"_s);
    writeThatWaits();
    store(large);
    writeThatWaits(); // in one batch with it
    m_slow.release();
    expectSpooling(u"no answer for 1000 ms"_s);
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(u"kept nowhere"_s));
    QTRY_COMPARE(m_outcomes, QStringList({u"other"_s, u"nowhere"_s}));
    expectRecovery();
    m_slow.release();
    QTRY_COMPARE(m_confirmed, QStringList(u"1 "_s + large.text));
    store(large);
    QTRY_COMPARE(m_outcomes.last(), u"=1"_s);
    QTRY_VERIFY(!m_writer->isSpooling());
    QCOMPARE(m_confirmed.size(), 1);
    QCOMPARE(rows(), 1);
}

// As after a sync that failed: the commit was reported as failed, and is there. Whoever is away must
// hear of it before anything with a higher id.
void TestWriter::tellsOfACommitThatSeemedToFail()
{
    const NewMessage large = messageFrom(u"alice"_s, QString(300'000, u'x'), u"k"_s);
    lock();
    expectSpooling();
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(u"kept nowhere"_s));
    store(large);
    QTRY_COMPARE(m_outcomes, QStringList(u"nowhere"_s));
    QVERIFY(MessagesTable(*m_locker).insert(large, 1).ok());
    QVERIFY(ConversationsTable(*m_locker).noteMessage(large, 1).ok());
    QVERIFY(CountersTable(*m_locker).setLastNumber(1).ok());
    QVERIFY(m_lock->commit().ok());
    expectRecovery();
    QTRY_COMPARE(m_confirmed, QStringList(u"1 "_s + large.text)); // though its sender has not tried again
    unlock();
    QTRY_VERIFY(!m_writer->isSpooling());
    storeOne(u"2"_s);
    QTRY_COMPARE(m_outcomes.last(), u"2"_s);
    QCOMPARE(m_confirmed.size(), 1);
}

QTEST_GUILESS_MAIN(TestWriter)
#include "tst_writer.moc"
