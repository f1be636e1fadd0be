#include "client/outbox.h"

#include "client/outboxfolder.h"
#include "protocol/limits.h"

#include <QDir>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace ventanilla;
using State = OutgoingMessage::State;

namespace {

QStringList texts(const QList<OutgoingMessage> &messages)
{
    QStringList list;
    for (const OutgoingMessage &message : messages)
        list.append(message.text);
    return list;
}

} // namespace

class TestOutbox : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void keepsTheOrderOfWriting();
    void makesKeysOfItsOwn();
    void takesStoredOnesOut();
    void tellsTheNextForEachRecipient_data();
    void tellsTheNextForEachRecipient();
    void takesOnesWithoutAnIdOut();
    void passesFailedOnesOver();
    void requeuesAtTheEnd();
    void touchesOnlyFailedOnes();
    void ignoresUnknownKeys();
    void forgets();
    void goesOnWithWhatIsThere();
    void keepsEachStep();
    void worksWithoutADisk();

private:
    QStringList next(const QSet<QString> &busy = {}) const { return texts(m_outbox.nextFor(busy)); }
    void open(const QString &folder);

    Outbox m_outbox;
    QString m_a, m_b, m_c;
};

void TestOutbox::init()
{
    m_outbox = Outbox();
    m_a = m_outbox.add(QStringLiteral("ana"), QStringLiteral("a"), 1).key;
    m_b = m_outbox.add(QStringLiteral("bob"), QStringLiteral("b"), 2).key;
    m_c = m_outbox.add(QStringLiteral("ana"), QStringLiteral("c"), 3).key;
}

void TestOutbox::keepsTheOrderOfWriting()
{
    QCOMPARE(texts(m_outbox.messages()),
             QStringList({QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")}));
    QCOMPARE(m_outbox.find(m_b)->to, QStringLiteral("bob"));
    QCOMPARE(m_outbox.find(m_b)->sentAtMs, 2);
    QCOMPARE(m_outbox.find(m_b)->state, State::Waiting);
}

void TestOutbox::makesKeysOfItsOwn()
{
    QSet<QString> keys;
    for (int i = 0; i < 1000; ++i)
        keys.insert(m_outbox.add(QStringLiteral("ana"), QStringLiteral("x"), 0).key);
    QCOMPARE(keys.size(), 1000);
    for (const QString &key : std::as_const(keys))
        QVERIFY2(isMessageKey(key), qPrintable(key));
}

void TestOutbox::takesStoredOnesOut()
{
    const auto stored = m_outbox.takeStored(m_a, 42, 99);
    QCOMPARE(stored->state, State::Stored);
    QCOMPARE(stored->id, 42);
    QCOMPARE(stored->sentAtMs, 99);
    QCOMPARE(next(), QStringList({QStringLiteral("b"), QStringLiteral("c")}));
    QVERIFY(!m_outbox.find(m_a));
}

void TestOutbox::takesOnesWithoutAnIdOut()
{
    const auto durable = m_outbox.takeStored(m_a, std::nullopt, 99);
    QCOMPARE(durable->state, State::Durable);
    QVERIFY(!durable->id);
    QCOMPARE(durable->sentAtMs, 99);
    QVERIFY(!m_outbox.find(m_a));
}

void TestOutbox::tellsTheNextForEachRecipient_data()
{
    QTest::addColumn<QStringList>("busy");
    QTest::addColumn<QStringList>("expected");
    const QString ana = QStringLiteral("ana");
    const QString bob = QStringLiteral("bob");
    QTest::newRow("nobody is busy") << QStringList()
                                    << QStringList({QStringLiteral("a"), QStringLiteral("b")});
    QTest::newRow("the first is") << QStringList(ana) << QStringList(QStringLiteral("b"));
    QTest::newRow("the second is") << QStringList(bob) << QStringList(QStringLiteral("a"));
    QTest::newRow("both are") << QStringList({ana, bob}) << QStringList();
    QTest::newRow("another is") << QStringList(QStringLiteral("eva"))
                                << QStringList({QStringLiteral("a"), QStringLiteral("b")});
}

void TestOutbox::tellsTheNextForEachRecipient()
{
    QFETCH(const QStringList, busy);
    QFETCH(const QStringList, expected);
    QCOMPARE(next(QSet<QString>(busy.begin(), busy.end())), expected);
}

void TestOutbox::passesFailedOnesOver()
{
    const WireError error {ErrorCode::RecipientUnknown, QStringLiteral("no")};
    QCOMPARE(m_outbox.markFailed(m_a, error)->error, error);
    QCOMPARE(m_outbox.find(m_a)->state, State::Failed);
    QCOMPARE(next(), QStringList({QStringLiteral("b"), QStringLiteral("c")}));
}

void TestOutbox::requeuesAtTheEnd()
{
    (void)m_outbox.markFailed(m_a, WireError {});
    const auto again = m_outbox.requeue(m_a);
    QCOMPARE(again->key, m_a);
    QCOMPARE(again->state, State::Waiting);
    QVERIFY(!again->error);
    QCOMPARE(texts(m_outbox.messages()),
             QStringList({QStringLiteral("b"), QStringLiteral("c"), QStringLiteral("a")}));
}

void TestOutbox::touchesOnlyFailedOnes()
{
    QVERIFY(!m_outbox.requeue(m_a));
    QVERIFY(!m_outbox.discard(m_a));
    (void)m_outbox.markFailed(m_a, WireError {});
    QVERIFY(m_outbox.discard(m_a));
    QCOMPARE(m_outbox.messages().size(), 2);
}

void TestOutbox::ignoresUnknownKeys()
{
    const QString unknown = QStringLiteral("unknown");
    QVERIFY(!m_outbox.find(unknown));
    QVERIFY(!m_outbox.takeStored(unknown, 1, 1));
    QVERIFY(!m_outbox.markFailed(unknown, WireError {}));
    QVERIFY(!m_outbox.requeue(unknown));
    QVERIFY(!m_outbox.discard(unknown));
    QCOMPARE(m_outbox.messages().size(), 3);
}

void TestOutbox::forgets()
{
    m_outbox.open(nullptr);
    QVERIFY(m_outbox.messages().isEmpty());
    QVERIFY(next().isEmpty());
}

void TestOutbox::open(const QString &folder)
{
    m_outbox.open(nullptr); // and its lock is free
    auto opened = OutboxFolder::open(folder);
    QVERIFY(opened);
    m_outbox.open(std::move(opened).value());
}

void TestOutbox::goesOnWithWhatIsThere()
{
    const QTemporaryDir parent;
    open(parent.filePath(QStringLiteral("ana")));
    QVERIFY(m_outbox.messages().isEmpty()); // what was in memory is another's
    const OutgoingMessage one = m_outbox.add(QStringLiteral("bob"), QStringLiteral("1"), 1);
    const OutgoingMessage two = m_outbox.add(QStringLiteral("bob"), QStringLiteral("2"), 2);
    open(parent.filePath(QStringLiteral("eva")));
    QVERIFY(m_outbox.messages().isEmpty());
    open(parent.filePath(QStringLiteral("ana")));
    QCOMPARE(m_outbox.messages(), QList<OutgoingMessage>({one, two}));
}

void TestOutbox::keepsEachStep()
{
    const QTemporaryDir parent;
    const QString folder = parent.filePath(QStringLiteral("ana"));
    open(folder);
    QStringList keys;
    for (const char *text : {"acknowledged", "refused", "tried again", "discarded", "waiting"})
        keys.append(m_outbox.add(QStringLiteral("bob"), QString::fromUtf8(text), 1).key);
    const WireError error {ErrorCode::RecipientUnknown, QStringLiteral("no")};
    (void)m_outbox.takeStored(keys[0], 7, 1);
    for (const qsizetype refused : {1, 2, 3})
        (void)m_outbox.markFailed(keys[refused], error);
    (void)m_outbox.requeue(keys[2]);
    (void)m_outbox.discard(keys[3]);
    const QList<OutgoingMessage> before = m_outbox.messages();
    QCOMPARE(
        texts(before),
        QStringList({QStringLiteral("refused"), QStringLiteral("waiting"), QStringLiteral("tried again")}));
    open(folder);
    QCOMPARE(m_outbox.messages(), before);
    QCOMPARE(m_outbox.messages().first().error, error);
}

// A full disk must not keep anybody from writing.
void TestOutbox::worksWithoutADisk()
{
    const QTemporaryDir parent;
    const QString folder = parent.filePath(QStringLiteral("ana"));
    open(folder);
    QVERIFY(QDir(folder).removeRecursively());
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("in memory only")));
    const QString key = m_outbox.add(QStringLiteral("bob"), QStringLiteral("1"), 1).key;
    QCOMPARE(next(), QStringList(QStringLiteral("1")));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("in memory only")));
    (void)m_outbox.markFailed(key, WireError {});
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("in memory only")));
    (void)m_outbox.requeue(key);
    QVERIFY(m_outbox.takeStored(key, 7, 1));
    QVERIFY(m_outbox.messages().isEmpty());
}

QTEST_GUILESS_MAIN(TestOutbox)
#include "tst_outbox.moc"
