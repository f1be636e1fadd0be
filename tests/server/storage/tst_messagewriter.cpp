#include "storage/messagewriter.h"
#include "support/temporarydatabase.h"

#include <QRegularExpression>
#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

class TestMessageWriter : public QObject
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
    void turnsAwayWhatIsTooMuch();
    void failsWhenTheFileIsGone();
    void failsWhileTheDatabaseIsLocked();
    void answersMayStoreMore();

private:
    /// Stores and notes the outcome: the id, "=id" for a repeated one, or the error's kind.
    void store(const NewMessage &message)
    {
        m_writer->store(message, [this](const StoreResult<StoredMessage> &stored) {
            using Kind = StoreError::Kind;
            if (stored)
                m_outcomes.append((stored->repeated ? u"="_s : QString())
                                  + QString::number(*stored->message.id));
            else
                m_outcomes.append(stored.error().kind == Kind::Conflict         ? u"conflict"_s
                                      : stored.error().kind == Kind::Overloaded ? u"overloaded"_s
                                                                                : u"unavailable"_s);
        });
    }
    qint64 count(const char *name)
    {
        return m_counters->counter(QByteArray("ventanilla_") + name, {}).value();
    }
    int rows() { return m_temporary->value(u"SELECT COUNT(*) FROM mensajes"_s).toInt(); }
    void restart(qint64 mostWaitingBytes = 16 * 1024 * 1024)
    {
        m_writer.reset();
        m_thread = std::make_unique<DatabaseThread>(u"test"_s, m_temporary->config);
        m_writer = std::make_unique<MessageWriter>(*m_thread, *m_counters, mostWaitingBytes);
    }

    std::unique_ptr<TemporaryDatabase> m_temporary;
    std::unique_ptr<Counters> m_counters;
    std::unique_ptr<DatabaseThread> m_thread;
    std::unique_ptr<MessageWriter> m_writer;
    QStringList m_outcomes;
};

void TestMessageWriter::init()
{
    m_outcomes.clear();
    m_temporary = std::make_unique<TemporaryDatabase>(30);
    QVERIFY(m_temporary->prepare({u"alice"_s, u"bob"_s}));
    m_counters = std::make_unique<Counters>();
    restart();
}

void TestMessageWriter::cleanup()
{
    m_writer.reset();
    m_thread.reset();
}

void TestMessageWriter::givesIdsInTheOrderOfTheCalls()
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

void TestMessageWriter::groupsWhatWaits()
{
    for (int i = 0; i < 1000; ++i)
        store(messageFrom(u"alice"_s, u"x"_s, QString::number(i)));
    QTRY_COMPARE(m_outcomes.size(), 1000);
    QCOMPARE(count("message_commits_total"), 2); // the first alone, and all that came meanwhile
    store(messageFrom(u"alice"_s, u"x"_s, u"lone"_s));
    QTRY_COMPARE(m_outcomes.size(), 1001);
    QCOMPARE(count("message_commits_total"), 3);
}

void TestMessageWriter::goesOnWithTheNumbersOfBefore()
{
    store(messageFrom(u"alice"_s, u"x"_s, u"1"_s));
    QTRY_COMPARE(m_outcomes, QStringList(u"1"_s));
    restart();
    store(messageFrom(u"alice"_s, u"x"_s, u"1"_s)); // the memory of keys is the database
    store(messageFrom(u"alice"_s, u"x"_s, u"2"_s));
    QTRY_COMPARE(m_outcomes, QStringList({u"1"_s, u"=1"_s, u"2"_s}));
}

void TestMessageWriter::storesARepeatedKeyOnce_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("sameBatch");
    QTest::newRow("committed before") << u"x"_s << false;
    QTest::newRow("in the same batch") << u"x"_s << true;
    QTest::newRow("a text that the database may change") << u"\uFEFFx"_s << false;
}

void TestMessageWriter::storesARepeatedKeyOnce()
{
    QFETCH(QString, text);
    QFETCH(bool, sameBatch);
    store(messageFrom(u"bob"_s, u"first"_s, u"0"_s)); // makes the others wait
    if (!sameBatch)
        QTRY_COMPARE(m_outcomes.size(), 1);
    store(messageFrom(u"alice"_s, text, u"k"_s));
    if (!sameBatch)
        QTRY_COMPARE(m_outcomes.size(), 2);
    NewMessage again = messageFrom(u"alice"_s, text, u"k"_s);
    again.sentAtMs += 60'000; // a Retry comes later
    store(again);
    store(messageFrom(u"bob"_s, u"x"_s, u"k"_s)); // another sender's key
    QTRY_COMPARE(m_outcomes, QStringList({u"1"_s, u"2"_s, u"=2"_s, u"3"_s}));
    QCOMPARE(rows(), 3);
    QCOMPARE(count("messages_stored_total"), 3);
}

void TestMessageWriter::refusesAKeyWithOtherContent_data()
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

void TestMessageWriter::refusesAKeyWithOtherContent()
{
    QFETCH(NewMessage, other);
    store(messageFrom(u"alice"_s, u"x"_s, u"k"_s));
    store(other);
    QTRY_COMPARE(m_outcomes, QStringList({u"1"_s, u"conflict"_s}));
    QCOMPARE(rows(), 1);
}

void TestMessageWriter::aConflictDoesNotHarmItsBatch()
{
    store(messageFrom(u"bob"_s, u"first"_s, u"0"_s));
    store(messageFrom(u"alice"_s, u"a"_s, u"k"_s));
    store(messageFrom(u"alice"_s, u"b"_s, u"k"_s));
    store(messageFrom(u"alice"_s, u"c"_s, u"l"_s));
    QTRY_COMPARE(m_outcomes, QStringList({u"1"_s, u"2"_s, u"conflict"_s, u"3"_s})); // no number is lost
}

void TestMessageWriter::turnsAwayWhatIsTooMuch()
{
    m_writer.reset();
    restart(10'000);
    const QString text(1000, u'x'); // 2,512 bytes each
    for (int i = 0; i < 10; ++i)
        store(messageFrom(u"alice"_s, text, QString::number(i)));
    QTRY_COMPARE(m_outcomes.size(), 10);
    QCOMPARE(m_outcomes.count(u"overloaded"_s), 5); // one under way and four that wait
    QCOMPARE(rows(), 5);
    store(messageFrom(u"alice"_s, text, u"later"_s));
    QTRY_COMPARE(m_outcomes.size(), 11);
    QCOMPARE(m_outcomes.last(), u"6"_s);
}

void TestMessageWriter::failsWhenTheFileIsGone()
{
    store(messageFrom(u"alice"_s, u"x"_s, u"1"_s));
    QTRY_COMPARE(m_outcomes, QStringList(u"1"_s));
    QVERIFY(QFile::rename(m_temporary->config.path, m_temporary->config.path + u".old"_s));
    QTest::ignoreMessage(QtCriticalMsg,
                         QRegularExpression(u"could not store 1 messages:.*removed or replaced"_s));
    store(messageFrom(u"alice"_s, u"x"_s, u"2"_s));
    QTRY_COMPARE(m_outcomes, QStringList({u"1"_s, u"unavailable"_s}));
    QVERIFY(!QFile::exists(m_temporary->config.path)); // nor is an empty one made in its place
    QCOMPARE(count("messages_not_stored_total"), 1);
    QCOMPARE(count("message_commits_total"), 1); // what failed was no commit
}

void TestMessageWriter::failsWhileTheDatabaseIsLocked()
{
    Database other(m_temporary->config);
    QVERIFY(other.open().ok());
    auto lock = std::make_unique<Transaction>(other);
    QVERIFY(lock->begin().ok());
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(u"could not store"_s));
    store(messageFrom(u"alice"_s, u"x"_s, u"1"_s));
    QTRY_COMPARE(m_outcomes, QStringList(u"unavailable"_s));
    lock.reset();
    store(messageFrom(u"alice"_s, u"x"_s, u"2"_s));
    QTRY_COMPARE(m_outcomes, QStringList({u"unavailable"_s, u"1"_s}));
    QCOMPARE(rows(), 1);
}

void TestMessageWriter::answersMayStoreMore()
{
    m_writer->store(messageFrom(u"alice"_s, u"x"_s, u"1"_s), [this](const StoreResult<StoredMessage> &) {
        store(messageFrom(u"alice"_s, u"x"_s, u"2"_s));
    });
    QTRY_COMPARE(m_outcomes, QStringList(u"2"_s));
}

QTEST_GUILESS_MAIN(TestMessageWriter)
#include "tst_messagewriter.moc"
