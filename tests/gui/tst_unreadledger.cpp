#include "admin-client/unreadledger.h"

#include <QTest>

using namespace ventanilla;

namespace {

const QString ana = QStringLiteral("ana");
const QString bob = QStringLiteral("bob");

Message message(std::optional<qint64> id, const QString &conversation = ana, const QString &from = {})
{
    Message made;
    made.id = id;
    made.conversation = conversation;
    made.from = from.isEmpty() ? conversation : from;
    return made;
}

Message unstored(const QString &key, const QString &user = ana)
{
    Message made = message(std::nullopt, user);
    made.key = key;
    return made;
}

ConversationRow row(const QString &user, qint64 lastId)
{
    ConversationRow made;
    made.user = user;
    made.last.id = lastId;
    return made;
}

} // namespace

class TestUnreadLedger : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_ledger = UnreadLedger(); }
    void countsUsersMessagesOnce();
    void countsWhatCouldNotBeStored();
    void countsWhatIsStoredLaterOnce();
    void remembersOnlySoMuch();
    void findsWhatMovedBetweenThePages();
    void ignoresWhatWasThereBefore();
    void seesNoGapAtFirst();
    void findsWhatGrewInABreak();
    void countsMissedOnes();
    void countsMissedAndLiveOnesOnce();
    void goesOnAfterAPage();
    void keepsAGapThatWasNotClosed();
    void countsAConversationThatIsNew();
    void startsAnew();

private:
    /// Connected at 100, with the list loaded.
    void connectFirst();

    UnreadLedger m_ledger;
};

void TestUnreadLedger::connectFirst()
{
    m_ledger.connectionReady(100);
    QVERIFY(m_ledger.findGaps({row(ana, 90), row(bob, 100)}).isEmpty());
}

void TestUnreadLedger::countsUsersMessagesOnce()
{
    connectFirst();
    QVERIFY(m_ledger.addLive(message(101)));
    QVERIFY(!m_ledger.addLive(message(101)));
    QVERIFY(!m_ledger.addLive(message(102, ana, QStringLiteral("luis"))));
    QVERIFY(m_ledger.addLive(message(103)));
}

void TestUnreadLedger::countsWhatCouldNotBeStored()
{
    connectFirst();
    QVERIFY(m_ledger.addLive(message(std::nullopt)));
    QVERIFY(!m_ledger.addLive(message(std::nullopt, ana, QStringLiteral("luis"))));
}

void TestUnreadLedger::countsWhatIsStoredLaterOnce()
{
    connectFirst();
    QVERIFY(m_ledger.addLive(unstored(QStringLiteral("a"))));
    QVERIFY(!m_ledger.addLive(unstored(QStringLiteral("a")))); // another try without success
    QVERIFY(m_ledger.addLive(unstored(QStringLiteral("b"))));
    Message stored = unstored(QStringLiteral("a"));
    stored.id = 101;
    QVERIFY(!m_ledger.addLive(stored));
    stored.key = QStringLiteral("c");
    stored.id = 102;
    QVERIFY(m_ledger.addLive(stored));

    // The other one was stored in a break.
    m_ledger.connectionReady(110);
    QCOMPARE(m_ledger.findGaps({row(ana, 104)}).first().after, 102);
    stored.key = QStringLiteral("b");
    stored.id = 103;
    QCOMPARE(m_ledger.addMissed(ana, {stored, message(104)}, true).size(), 1);
    QVERIFY(m_ledger.addLive(unstored(QStringLiteral("a"), bob))); // keys are each sender's own
}

void TestUnreadLedger::remembersOnlySoMuch()
{
    connectFirst();
    for (int number = 0; number <= 1000; ++number)
        QVERIFY(m_ledger.addLive(unstored(QString::number(number))));
    QVERIFY(!m_ledger.addLive(unstored(QStringLiteral("1"))));
    QVERIFY(m_ledger.addLive(unstored(QStringLiteral("0"))));
}

void TestUnreadLedger::findsWhatMovedBetweenThePages()
{
    connectFirst();
    m_ledger.connectionReady(110);
    // 105 was missed. While the first page is there and the second not, 111 moves ana to the first.
    QVERIFY(m_ledger.addLive(message(111)));
    const auto gaps = m_ledger.findGaps({row(bob, 100)});
    QCOMPARE(gaps.size(), 1);
    QCOMPARE(gaps.first().user, ana);
    QCOMPARE(gaps.first().after, 100);
    QVERIFY(m_ledger.addLive(message(112)));
    // The fetch failed, and the list, loaded again, misses her again.
    QCOMPARE(m_ledger.findGaps({row(bob, 100)}).first().after, 100);
    const auto fresh = m_ledger.addMissed(ana, {message(105), message(111), message(112)}, true);
    QCOMPARE(fresh.size(), 1);
    QCOMPARE(fresh.first().id, 105);
    QVERIFY(m_ledger.findGaps({row(bob, 100)}).isEmpty());
}

void TestUnreadLedger::ignoresWhatWasThereBefore()
{
    m_ledger.connectionReady(100);
    QVERIFY(!m_ledger.addLive(message(99)));
    QVERIFY(!m_ledger.addLive(message(100)));
}

void TestUnreadLedger::seesNoGapAtFirst()
{
    m_ledger.connectionReady(100);
    QVERIFY(m_ledger.addLive(message(101))); // before the list
    QVERIFY(m_ledger.findGaps({row(ana, 101), row(bob, 90)}).isEmpty());
}

void TestUnreadLedger::findsWhatGrewInABreak()
{
    connectFirst();
    m_ledger.addLive(message(101));
    m_ledger.connectionReady(110);
    const auto gaps = m_ledger.findGaps({row(ana, 108), row(bob, 100)});
    QCOMPARE(gaps.size(), 1);
    QCOMPARE(gaps.first().user, ana);
    QCOMPARE(gaps.first().after, 101);
}

void TestUnreadLedger::countsMissedOnes()
{
    connectFirst();
    m_ledger.connectionReady(110);
    QCOMPARE(m_ledger.findGaps({row(ana, 108)}).size(), 1);
    const auto fresh = m_ledger.addMissed(
        ana, {message(105), message(106, ana, QStringLiteral("luis")), message(108)}, true);
    QCOMPARE(fresh.size(), 2);
    QCOMPARE(fresh.first().id, 105);
    QVERIFY(m_ledger.addMissed(ana, {message(105), message(108)}, true).isEmpty());
    QVERIFY(m_ledger.addLive(message(109)));
}

void TestUnreadLedger::countsMissedAndLiveOnesOnce()
{
    connectFirst();
    m_ledger.connectionReady(110);
    QVERIFY(m_ledger.addLive(message(111))); // before the list is there
    QCOMPARE(m_ledger.findGaps({row(ana, 111)}).first().after, 100);
    QVERIFY(m_ledger.addLive(message(112))); // while the gap is being fetched
    QVERIFY(!m_ledger.addLive(message(112)));
    const auto fresh = m_ledger.addMissed(ana, {message(105), message(111), message(112)}, true);
    QCOMPARE(fresh.size(), 1);
    QCOMPARE(fresh.first().id, 105);
    QVERIFY(!m_ledger.addLive(message(112)));
    QCOMPARE(m_ledger.settledUpTo(ana), 112);
}

void TestUnreadLedger::goesOnAfterAPage()
{
    connectFirst();
    m_ledger.connectionReady(300);
    QCOMPARE(m_ledger.findGaps({row(ana, 250)}).size(), 1);
    QCOMPARE(m_ledger.addMissed(ana, {message(150)}, false).size(), 1);
    QCOMPARE(m_ledger.settledUpTo(ana), 150);
    QCOMPARE(m_ledger.addMissed(ana, {message(250)}, true).size(), 1);
    QVERIFY(m_ledger.findGaps({row(ana, 250)}).isEmpty());
}

void TestUnreadLedger::keepsAGapThatWasNotClosed()
{
    connectFirst();
    m_ledger.connectionReady(110);
    QCOMPARE(m_ledger.findGaps({row(ana, 108)}).size(), 1);
    QVERIFY(m_ledger.addLive(message(111)));
    // The fetch failed; the list is loaded again over the same connection, or over another.
    QCOMPARE(m_ledger.findGaps({row(ana, 111)}).first().after, 100);
    m_ledger.connectionReady(120);
    QCOMPARE(m_ledger.findGaps({row(ana, 111)}).first().after, 100);
    QCOMPARE(m_ledger.addMissed(ana, {message(108), message(111)}, true).size(), 1);
}

void TestUnreadLedger::countsAConversationThatIsNew()
{
    connectFirst();
    m_ledger.connectionReady(110);
    const auto gaps = m_ledger.findGaps({row(QStringLiteral("carla"), 105)});
    QCOMPARE(gaps.first().after, 100);
}

void TestUnreadLedger::startsAnew()
{
    connectFirst();
    m_ledger.addLive(message(150));
    m_ledger.reset();
    m_ledger.connectionReady(20); // a copy was restored
    QVERIFY(m_ledger.findGaps({row(ana, 15)}).isEmpty());
    QVERIFY(m_ledger.addLive(message(21)));
}

QTEST_MAIN(TestUnreadLedger)
#include "tst_unreadledger.moc"
