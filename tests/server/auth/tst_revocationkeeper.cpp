#include "auth/revocationkeeper.h"
#include "auth/revokedtokens.h"
#include "support/fakestore.h"
#include "support/manualclock.h"

#include <QTest>

using namespace ventanilla;

class TestRevocationKeeper : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void keepsAtOnce();
    void waitsForTheGrace();
    void writesOneAtATime();
    void triesAgain_data();
    void triesAgain();

private:
    /// The waiting ones that are due go to the store within a few turns of the loop.
    bool asked(std::size_t count)
    {
        return QTest::qWaitFor([this, count] { return m_store->revocations.size() == count; });
    }

    ManualClock m_clock;
    std::unique_ptr<FakeStore> m_store;
    std::unique_ptr<RevocationKeeper> m_keeper;
};

void TestRevocationKeeper::init()
{
    m_store = std::make_unique<FakeStore>();
    m_keeper = std::make_unique<RevocationKeeper>(*m_store, m_clock, 1);
}

void TestRevocationKeeper::keepsAtOnce()
{
    bool kept = false;
    m_keeper->keep({"chain", 100}, [&kept](const Result<Done, StoreError> &answer) { kept = answer.ok(); });
    QCOMPARE(m_store->revocations.size(), std::size_t(1));
    QCOMPARE(m_store->revocations.question().fingerprint, QByteArray("chain"));
    QCOMPARE(m_store->revocations.question().expiresAt, 100);
    QVERIFY(!kept);
    m_store->revocations.answer(Done {});
    QVERIFY(kept);
}

void TestRevocationKeeper::waitsForTheGrace()
{
    m_keeper->keepLater({"early", 100});
    m_clock.advance(RevokedTokens::graceMs / 2);
    m_keeper->keepLater({"late", 100});
    m_clock.advance(RevokedTokens::graceMs / 2);
    QVERIFY(asked(1));
    QCOMPARE(m_store->revocations.question().fingerprint, QByteArray("early"));
    m_store->revocations.answer(Done {});
    // Had the other one been due, it would have been next, at once.
    QCOMPARE(m_store->revocations.size(), std::size_t(0));
    m_clock.advance(RevokedTokens::graceMs / 2);
    QVERIFY(asked(1));
    QCOMPARE(m_store->revocations.question().fingerprint, QByteArray("late"));
}

void TestRevocationKeeper::writesOneAtATime()
{
    for (const char *name : {"a", "b", "c"})
        m_keeper->keepLater({name, 100});
    m_clock.advance(RevokedTokens::graceMs);
    for (const char *name : {"a", "b", "c"}) {
        QVERIFY(asked(1));
        QCOMPARE(m_store->revocations.question().fingerprint, QByteArray(name));
        m_store->revocations.answer(Done {});
    }
    QCOMPARE(m_store->revocations.size(), std::size_t(0));
}

void TestRevocationKeeper::triesAgain_data()
{
    QTest::addColumn<bool>("later");
    QTest::newRow("a chain") << false;
    QTest::newRow("a superseded token") << true;
}

void TestRevocationKeeper::triesAgain()
{
    QFETCH(bool, later);
    int answers = 0;
    if (later)
        m_keeper->keepLater({"token", 100});
    else
        m_keeper->keep({"token", 100}, [&answers](const auto &) { ++answers; });
    m_clock.advance(RevokedTokens::graceMs);
    for (int i = 0; i < 3; ++i) {
        QVERIFY(asked(1));
        QCOMPARE(m_store->revocations.question().fingerprint, QByteArray("token"));
        m_store->revocations.fail();
        QCOMPARE(m_store->revocations.size(), std::size_t(0)); // not without a pause
    }
    QVERIFY(asked(1));
    m_store->revocations.answer(Done {});
    QCOMPARE(answers, later ? 0 : 1); // who asked is answered once
}

QTEST_GUILESS_MAIN(TestRevocationKeeper)
#include "tst_revocationkeeper.moc"
