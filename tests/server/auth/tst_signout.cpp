#include "support/tokenchainfixture.h"

#include <QSignalSpy>
#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

/// Giving one token back ends its whole chain.
class TestSignOut : public TokenChainFixture
{
    Q_OBJECT

private slots:
    void init();
    void endsTheChain_data();
    void endsTheChain();
    void sparesOtherChains();
    void endsTheChainWithAnOldToken_data();
    void endsTheChainWithAnOldToken();
    void endsNothingIfNothingIsLeft();
};

void TestSignOut::init()
{
    m_clock = ManualClock();
    start();
}

void TestSignOut::endsTheChain_data()
{
    QTest::addColumn<bool>("foreign");
    QTest::addColumn<int>("which");
    for (int which = 0; which < 4; ++which) {
        QTest::addRow("token %d", which) << false << which;
        QTest::addRow("token %d of a chain begun elsewhere", which) << true << which;
    }
}

void TestSignOut::endsTheChain()
{
    QFETCH(bool, foreign);
    QFETCH(int, which);
    const qint64 now = m_clock.nowSeconds();
    QByteArrayList tokens {foreign ? foreignToken(now, now + lifetime) : signIn()};
    tokens += renewed(tokens[0]);
    tokens += renewed(tokens[1]); // within the grace of the first
    tokens += renewed(tokens[0]); // a thief's
    use(tokens[2]);
    QSignalSpy revoked(m_revoked.get(), &RevokedTokens::revoked);
    signOut(tokens[which]);
    QCOMPARE(revoked.size(), 1);
    QCOMPARE(revoked[0][0].toByteArray(), m_identity.chain); // by which the sessions are found
    for (const QByteArray &token : std::as_const(tokens))
        QCOMPARE(use(token), u"token_invalido"_s);
    QVERIFY(renewed(m_next).isEmpty());
    // For as long as any of them could live.
    for (const QByteArray &token : std::as_const(tokens))
        QVERIFY(!m_authenticator->signOutOf({token})); // done already
    start();
    QVERIFY(m_authenticator->signOutOf({tokens[which]})->chain.expiresAt >= now + lifetime);
}

void TestSignOut::sparesOtherChains()
{
    const QByteArray first = signIn();
    const QByteArray second = signIn();
    const qint64 now = m_clock.nowSeconds();
    const QByteArray third = foreignToken(now, now + lifetime);
    signOut(first);
    QCOMPARE(use(first), u"token_invalido"_s);
    QCOMPARE(use(second), u"ok"_s);
    QCOMPARE(use(third), u"ok"_s);
}

void TestSignOut::endsTheChainWithAnOldToken_data()
{
    QTest::addColumn<qint64>("afterMs");
    QTest::newRow("superseded") << RevokedTokens::graceMs;
    QTest::newRow("expired") << lifetime * 1000;
}

/// The owner of a stolen token can be left with the old one.
void TestSignOut::endsTheChainWithAnOldToken()
{
    QFETCH(qint64, afterMs);
    const QByteArray owners = signIn();
    m_clock.advance(lifetime / 2 * 1000);
    QByteArray thiefs = renewed(owners);
    use(thiefs);
    m_clock.advance(afterMs / 2);
    thiefs = renewed(thiefs);
    m_clock.advance(afterMs - afterMs / 2);
    QVERIFY(use(owners) != u"ok");
    QCOMPARE(use(thiefs), u"ok"_s);
    signOut(owners);
    QCOMPARE(use(thiefs), u"token_invalido"_s);
    QVERIFY(renewed(m_next).isEmpty());
}

void TestSignOut::endsNothingIfNothingIsLeft()
{
    const QByteArray token = signIn();
    QVERIFY(!m_authenticator->signOutOf({}));
    QVERIFY(!m_authenticator->signOutOf({token.chopped(1)}));
    QVERIFY(m_authenticator->signOutOf({token}));
    m_clock.advance(30 * day * 1000);
    QVERIFY(!m_authenticator->signOutOf({token})); // nothing of the chain can live any more
}

QTEST_GUILESS_MAIN(TestSignOut)
#include "tst_signout.moc"
