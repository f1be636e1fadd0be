#include "auth/revokedtokens.h"
#include "support/manualclock.h"

#include <QSignalSpy>
#include <QTest>

using namespace ventanilla;

class TestRevokedTokens : public QObject
{
    Q_OBJECT

private slots:
    void knowsWhatItWasGiven();
    void announcesNewOnes();
    void forgetsExpiredOnesWhenItGrows();
    void refusesSupersededOnesAfterTheirGrace();
    void supersedesOnce();
    void aRevocationEndsTheGrace();
    void keepsTheLongerOfTwo();
    void fingerprintsAreNoTokens();
};

void TestRevokedTokens::knowsWhatItWasGiven()
{
    ManualClock clock;
    const QByteArray known = RevokedTokens::fingerprintOf("a.b.c");
    const RevokedTokens revoked({{known, clock.nowSeconds() + 60}}, clock);
    QVERIFY(revoked.contains(known));
    QVERIFY(!revoked.contains(RevokedTokens::fingerprintOf("a.b.d")));
    QVERIFY(!revoked.contains({}));
}

void TestRevokedTokens::announcesNewOnes()
{
    ManualClock clock;
    RevokedTokens revoked({}, clock);
    QSignalSpy spy(&revoked, &RevokedTokens::revoked);
    revoked.add({"print", clock.nowSeconds() + 60});
    QVERIFY(revoked.contains("print"));
    QCOMPARE(spy.size(), 1);
    QCOMPARE(spy[0][0].toByteArray(), QByteArray("print"));
}

void TestRevokedTokens::forgetsExpiredOnesWhenItGrows()
{
    ManualClock clock;
    RevokedTokens revoked({}, clock);
    revoked.add({"long", clock.nowSeconds() + 1'000'000});
    for (int i = 0; i < 1100; ++i)
        revoked.add({"old" + QByteArray::number(i), clock.nowSeconds() + 10});
    clock.advance(11'000);
    for (int i = 0; i < 5000; ++i)
        revoked.add({"new" + QByteArray::number(i), clock.nowSeconds() + 60});
    QVERIFY(!revoked.contains("old0"));
    QVERIFY(!revoked.contains("old1099"));
    QVERIFY(revoked.contains("long"));
    QVERIFY(revoked.contains("new0"));
    QVERIFY(revoked.contains("new4999"));
}

void TestRevokedTokens::refusesSupersededOnesAfterTheirGrace()
{
    ManualClock clock;
    RevokedTokens revoked({}, clock);
    QSignalSpy spy(&revoked, &RevokedTokens::revoked);
    revoked.supersede({"old", clock.nowSeconds() + 3600});
    QVERIFY(!revoked.contains("old"));
    clock.advance(RevokedTokens::graceMs - 1);
    QVERIFY(!revoked.contains("old"));
    clock.advance(1);
    QVERIFY(revoked.contains("old"));
    QCOMPARE(spy.size(), 0); // no session ends by it
}

void TestRevokedTokens::supersedesOnce()
{
    ManualClock clock;
    RevokedTokens revoked({{"stored", clock.nowSeconds() + 3600}}, clock);
    QSignalSpy spy(&revoked, &RevokedTokens::superseded);
    const RevokedToken old {"old", clock.nowSeconds() + 3600};
    revoked.supersede(old);
    clock.advance(RevokedTokens::graceMs - 1);
    revoked.supersede(old); // does not begin the grace anew
    clock.advance(1);
    QVERIFY(revoked.contains("old"));
    revoked.supersede(old);
    QVERIFY(revoked.contains("old"));
    revoked.supersede({"stored", clock.nowSeconds() + 3600}); // by the run before
    QVERIFY(revoked.contains("stored"));
    revoked.supersede({"over", clock.nowSeconds()});
    QCOMPARE(spy.size(), 1);
    const auto announced = spy[0][0].value<RevokedToken>();
    QCOMPARE(announced.fingerprint, old.fingerprint);
    QCOMPARE(announced.expiresAt, old.expiresAt);
}

void TestRevokedTokens::aRevocationEndsTheGrace()
{
    ManualClock clock;
    RevokedTokens revoked({}, clock);
    revoked.supersede({"old", clock.nowSeconds() + 3600});
    revoked.add({"old", clock.nowSeconds() + 3600});
    QVERIFY(revoked.contains("old"));
}

void TestRevokedTokens::keepsTheLongerOfTwo()
{
    ManualClock clock;
    RevokedTokens revoked({}, clock);
    revoked.add({"chain", clock.nowSeconds() + 3600});
    revoked.add({"chain", clock.nowSeconds() + 10});
    clock.advance(11'000);
    for (int i = 0; i < 5000; ++i)
        revoked.add({"new" + QByteArray::number(i), clock.nowSeconds() + 60});
    QVERIFY(revoked.contains("chain"));
}

void TestRevokedTokens::fingerprintsAreNoTokens()
{
    QCOMPARE(RevokedTokens::fingerprintOf("a.b.c").size(), 32);
    QVERIFY(!RevokedTokens::fingerprintOf("a.b.c").contains("a.b"));
}

QTEST_GUILESS_MAIN(TestRevokedTokens)
#include "tst_revokedtokens.moc"
