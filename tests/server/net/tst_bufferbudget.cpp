#include "net/bufferbudget.h"

#include <QLoggingCategory>
#include <QTest>

#include <map>

using namespace ventanilla;
using namespace Qt::StringLiterals;

/// The budget by itself, with holders that are nothing but a number.
class TestBufferBudget : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QLoggingCategory::setFilterRules(QStringLiteral("ventanilla.net.warning=false")); }
    void init() { limit(800); }
    void addsUpWhatIsHeld();
    void takesBackWhatGoes();
    void leavesWhatFits();
    void dropsTheLargestFirst_data();
    void dropsTheLargestFirst();
    void dropsNobodyInsideTheirOwnCall();
    void sparesOnlyOneInATurn_data();
    void sparesOnlyOneInATurn();
    void forgetsWhoWasSparedOnceItHoldsLittle();
    void neverGoesOverTheLimitInATurn();
    void looksAtWhatIsHeldWhenItActs();
    void goesOnDroppingWhenItGrowsAgain();
    void asksEachOnlyOnce();
    void survivesAShareThatGoesWhileItGivesUp();
    void survivesAGiverUpWhoEndsAnother();
    void survivesAGiverUpWhoReportsAgain();
    void hasNoLimitAtZero();

private:
    using Share = BufferBudget::Share;

    void limit(qint64 bytes);
    /// A holder that writes its name down when it must give up.
    Share &hold(const QString &name, qint64 bytes, const std::function<void()> &andThen = {});
    void enforce() { QCoreApplication::sendPostedEvents(); }
    qint64 evictions() { return m_counters->counter("ventanilla_buffer_evictions_total", {}).value(); }

    std::unique_ptr<Counters> m_counters;
    std::unique_ptr<BufferBudget> m_budget;
    std::map<QString, std::unique_ptr<Share>> m_shares;
    QStringList m_gaveUp;
};

void TestBufferBudget::limit(qint64 bytes)
{
    m_shares.clear();
    m_budget.reset();
    m_gaveUp.clear();
    m_counters = std::make_unique<Counters>();
    m_budget = std::make_unique<BufferBudget>(bytes, *m_counters);
}

BufferBudget::Share &TestBufferBudget::hold(const QString &name, qint64 bytes,
                                            const std::function<void()> &andThen)
{
    auto share = std::make_unique<Share>(*m_budget, [this, name, andThen] {
        m_gaveUp.append(name);
        if (andThen)
            andThen();
    });
    share->set(bytes);
    return *(m_shares[name] = std::move(share));
}

void TestBufferBudget::addsUpWhatIsHeld()
{
    Share &one = hold(QStringLiteral("one"), 300);
    hold(QStringLiteral("two"), 200);
    QCOMPARE(m_budget->bytes(), 500);
    one.set(100);
    QCOMPARE(m_budget->bytes(), 300);
    one.set(100); // no change
    QCOMPARE(m_budget->bytes(), 300);
    QCOMPARE(m_counters->counter("ventanilla_buffered_bytes", {}).value(), 300);
}

void TestBufferBudget::takesBackWhatGoes()
{
    hold(QStringLiteral("one"), 300);
    hold(QStringLiteral("two"), 200);
    m_shares.erase(QStringLiteral("one"));
    QCOMPARE(m_budget->bytes(), 200);
    m_shares.clear();
    QCOMPARE(m_budget->bytes(), 0);
}

void TestBufferBudget::leavesWhatFits()
{
    hold(QStringLiteral("all"), 800);
    enforce();
    QCOMPARE(m_gaveUp, QStringList());
    QCOMPARE(evictions(), 0);
}

void TestBufferBudget::dropsTheLargestFirst_data()
{
    QTest::addColumn<QList<int>>("held");
    QTest::addColumn<QStringList>("gaveUp");
    QTest::addColumn<int>("left");
    const auto row = [](const char *name, const QList<int> &held, const QString &gaveUp, int left) {
        QTest::newRow(name) << held << gaveUp.split(u' ', Qt::SkipEmptyParts) << left;
    };
    // Until an eighth below the limit, which is 700.
    row("exactly full", {400, 400}, {}, 800);
    row("one too large", {801}, QStringLiteral("0"), 0);
    row("the large one of many", {10, 20, 790, 10}, QStringLiteral("2"), 40);
    row("in the order of size", {300, 400, 10, 90, 101}, QStringLiteral("1"), 501);
    row("two, in the order of size", {250, 260, 100, 100, 260, 200}, QStringLiteral("1 4"), 650);
    row("the last one of them only above the limit", {300, 500, 10, 400}, QStringLiteral("1"), 710);
    row("one of them suffices", {110, 100, 100, 101, 390}, QStringLiteral("4"), 411);
    row("an eighth is enough", {101, 700}, QStringLiteral("1"), 101);
    row("a large one and two small ones", {701, 102, 100}, QStringLiteral("0"), 202);
    row("many alike", {120, 110, 109, 108, 107, 106, 105, 104}, QStringLiteral("0 1"), 639);
}

void TestBufferBudget::dropsTheLargestFirst()
{
    QFETCH(QList<int>, held);
    for (qsizetype i = 0; i < held.size(); ++i)
        hold(QString::number(i), held[i]);
    enforce();
    QTEST(m_gaveUp, "gaveUp");
    QTEST(static_cast<int>(m_budget->bytes()), "left");
    QCOMPARE(evictions(), m_gaveUp.size());
}

void TestBufferBudget::dropsNobodyInsideTheirOwnCall()
{
    hold(QStringLiteral("large"), 900);
    QCOMPARE(m_gaveUp, QStringList());
    enforce();
    QCOMPARE(m_gaveUp, QStringList(QStringLiteral("large")));
}

void TestBufferBudget::sparesOnlyOneInATurn_data()
{
    QTest::addColumn<int>("more");
    QTest::addColumn<int>("lessAgain");
    QTest::newRow("each a little more than the one before") << 1 << 0;
    QTest::newRow("each a little more than what is left of it") << 0 << 1;
}

void TestBufferBudget::sparesOnlyOneInATurn()
{
    // Each of five grows to above all others, and is the largest when it says so.
    QFETCH(int, more);
    QFETCH(int, lessAgain);
    for (const QString &name : {u"a"_s, u"b"_s, u"c"_s})
        hold(name, 150 - lessAgain);
    QList<Share *> growing;
    for (int i = 0; i < 5; ++i)
        growing.append(&hold(QString::number(i), 70));
    QVERIFY(m_budget->bytes() <= 800);
    for (int i = 0; i < 5; ++i) {
        const int bytes = 150 + (i + 1) * more;
        growing[i]->set(bytes);
        QVERIFY2(m_budget->bytes() <= 800 + 2 * (bytes - 70), QByteArray::number(m_budget->bytes()));
        growing[i]->set(bytes - lessAgain);
    }
    QCOMPARE(m_gaveUp.value(0), QStringLiteral("0"));
}

void TestBufferBudget::forgetsWhoWasSparedOnceItHoldsLittle()
{
    Share &drained = hold(QStringLiteral("drained"), 900);
    drained.set(10);
    hold(QStringLiteral("large"), 900);
    QCOMPARE(m_gaveUp, QStringList());
    enforce();
    QCOMPARE(m_gaveUp, QStringList(QStringLiteral("large")));
}

void TestBufferBudget::neverGoesOverTheLimitInATurn()
{
    // As a message for many who do not read. Only the largest of all is spared in its own call.
    QList<Share *> shares;
    for (int i = 0; i < 100; ++i)
        shares.append(&hold(QString::number(i), 5));
    hold(QStringLiteral("small"), 2);
    for (int round = 1; round <= 50; ++round) {
        for (Share *share : std::as_const(shares)) {
            share->set(5 + 10 * round);
            QVERIFY(m_budget->bytes() <= 800 + 10);
        }
    }
    QVERIFY(m_gaveUp.size() >= 100 - 800 / 105);
    QVERIFY(!m_gaveUp.contains(QStringLiteral("small")));
}

void TestBufferBudget::looksAtWhatIsHeldWhenItActs()
{
    Share &was = hold(QStringLiteral("was large"), 900);
    was.set(10);
    hold(QStringLiteral("other"), 500);
    enforce();
    QCOMPARE(m_gaveUp, QStringList());
}

void TestBufferBudget::goesOnDroppingWhenItGrowsAgain()
{
    Share &one = hold(QStringLiteral("one"), 10);
    Share &two = hold(QStringLiteral("two"), 900);
    enforce();
    QCOMPARE(m_gaveUp, QStringList(QStringLiteral("two")));
    one.set(801);
    enforce();
    QCOMPARE(m_gaveUp, QStringList({QStringLiteral("two"), QStringLiteral("one")}));
    QCOMPARE(two.bytes(), 0);
}

void TestBufferBudget::asksEachOnlyOnce()
{
    Share &slow = hold(QStringLiteral("slow to go"), 900);
    enforce();
    slow.set(5000);
    hold(QStringLiteral("small"), 1);
    enforce();
    // Whoever is left must not pay for it.
    QCOMPARE(m_gaveUp, QStringList(QStringLiteral("slow to go")));
    QCOMPARE(m_budget->bytes(), 1);
}

void TestBufferBudget::survivesAShareThatGoesWhileItGivesUp()
{
    hold(QStringLiteral("self"), 900, [this] { m_shares.erase(QStringLiteral("self")); });
    hold(QStringLiteral("other"), 100);
    enforce();
    QCOMPARE(m_gaveUp, QStringList(QStringLiteral("self")));
    QCOMPARE(m_budget->bytes(), 100);
}

void TestBufferBudget::survivesAGiverUpWhoEndsAnother()
{
    hold(QStringLiteral("first"), 500, [this] { m_shares.erase(QStringLiteral("second")); });
    hold(QStringLiteral("second"), 290);
    hold(QStringLiteral("third"), 20);
    QCOMPARE(m_gaveUp, QStringList(QStringLiteral("first")));
    QCOMPARE(m_budget->bytes(), 20);
}

void TestBufferBudget::survivesAGiverUpWhoReportsAgain()
{
    hold(QStringLiteral("talks"), 900, [this] {
        m_shares[QStringLiteral("talks")]->set(850);
        m_shares[QStringLiteral("talks")]->set(0);
    });
    hold(QStringLiteral("other"), 100);
    enforce();
    enforce();
    QCOMPARE(m_gaveUp, QStringList(QStringLiteral("talks")));
    QCOMPARE(m_budget->bytes(), 100);
}

void TestBufferBudget::hasNoLimitAtZero()
{
    limit(0);
    hold(QStringLiteral("much"), std::numeric_limits<qint64>::max() / 2);
    enforce();
    QCOMPARE(m_gaveUp, QStringList());
}

QTEST_GUILESS_MAIN(TestBufferBudget)
#include "tst_bufferbudget.moc"
