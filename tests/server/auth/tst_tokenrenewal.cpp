#include "support/tokenchainfixture.h"

#include <QSignalSpy>
#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

/// What becomes of a chain of tokens, from the sign-in to its end.
class TestTokenRenewal : public TokenChainFixture
{
    Q_OBJECT

private slots:
    void init();
    void givesATokenOfTheSameChain();
    void theOldOneGoesOnceTheNewOneIsUsed();
    void anUnusedOneReplacesNothing();
    void remembersAcrossARestart();
    void lastsThirtyDays();
    void goesOnWithAClockThatWasSetBack();
    void aLongerTokenOfOthersIsReplacedForAsLongAsItLives();
    void aShorterLifetimeHoldsAtOnce();
    void judgesAgain_data();
    void judgesAgain();
    void survivesNoChangeOfTheAccount();
    void limitsTheRateOfAnAccount();
};

void TestTokenRenewal::init()
{
    m_clock = ManualClock();
    start();
}

void TestTokenRenewal::givesATokenOfTheSameChain()
{
    const QByteArray first = signIn();
    m_clock.advance(600'000);
    const QByteArray second = renewed(first);
    QVERIFY(!second.isEmpty() && second != first);
    QCOMPARE(m_signedIn.username, u"alice"_s);
    QCOMPARE(m_signedIn.displayName, u"Alice"_s);
    QCOMPARE(m_signedIn.role, Role::User);
    QCOMPARE(m_signedIn.expiresAtMs, (m_clock.nowSeconds() + lifetime) * 1000);
    const Identity before = m_identity;
    QCOMPARE(use(second), u"ok"_s);
    QCOMPARE(m_identity.chain, before.chain);
    QCOMPARE(m_identity.signedInAt, before.signedInAt);
    QCOMPARE(m_identity.tokenExpiresAt, m_clock.nowSeconds() + lifetime);
    // A session that renewed is known by what one that comes with the new token is known by.
    QCOMPARE(m_next.chain, m_identity.chain);
    QCOMPARE(m_next.tokenFingerprint, m_identity.tokenFingerprint);
    QCOMPARE(m_next.tokenExpiresAt, m_identity.tokenExpiresAt);
    QVERIFY(m_next.replaced == m_identity.replaced);
    use(signIn());
    QVERIFY(m_identity.chain != before.chain);
}

void TestTokenRenewal::theOldOneGoesOnceTheNewOneIsUsed()
{
    const QByteArray first = signIn();
    const QByteArray second = renewed(first);
    m_clock.advance(10 * RevokedTokens::graceMs);
    QCOMPARE(use(first), u"ok"_s); // nobody has used the new one
    QSignalSpy superseded(m_revoked.get(), &RevokedTokens::superseded);
    QSignalSpy revoked(m_revoked.get(), &RevokedTokens::revoked);
    for (int i = 0; i < 3; ++i)
        QCOMPARE(use(second), u"ok"_s);
    QCOMPARE(superseded.size(), 1); // only the first time costs anything
    m_clock.advance(RevokedTokens::graceMs - 1);
    QCOMPARE(use(first), u"ok"_s);
    m_clock.advance(1);
    QCOMPARE(use(first), u"token_invalido"_s);
    QCOMPARE(use(second), u"ok"_s); // and the chain goes on
    QVERIFY(!renewed(second).isEmpty());
    QCOMPARE(revoked.size(), 0);
}

void TestTokenRenewal::anUnusedOneReplacesNothing()
{
    const QByteArray first = signIn();
    QCOMPARE(use(first), u"ok"_s);
    const QByteArray second = renewed(m_identity);
    const QByteArray third = renewed(m_next); // as a session does that stays connected
    m_clock.advance(2 * RevokedTokens::graceMs);
    QCOMPARE(use(first), u"ok"_s);
    QCOMPARE(use(second), u"ok"_s);
    QCOMPARE(use(third), u"ok"_s);
    // What was renewed may not be by a session whose token is refused.
    m_clock.advance(RevokedTokens::graceMs);
    QCOMPARE(use(first), u"token_invalido"_s);
    QCOMPARE(use(second), u"token_invalido"_s);
    QCOMPARE(use(third), u"ok"_s);
}

void TestTokenRenewal::remembersAcrossARestart()
{
    const QByteArray first = signIn();
    const QByteArray second = renewed(first);
    QSignalSpy superseded(m_revoked.get(), &RevokedTokens::superseded);
    use(second);
    const auto stored = superseded[0][0].value<RevokedToken>();
    QCOMPARE(stored.fingerprint, RevokedTokens::fingerprintOf(first));
    QCOMPARE(stored.expiresAt, m_clock.nowSeconds() + lifetime);
    // Killed within the grace: the new one names the old one again.
    start();
    QCOMPARE(use(first), u"ok"_s);
    use(second);
    m_clock.advance(RevokedTokens::graceMs);
    QCOMPARE(use(first), u"token_invalido"_s);
    // Killed after it.
    start({stored});
    QCOMPARE(use(first), u"token_invalido"_s);
    QCOMPARE(use(second), u"ok"_s);
}

void TestTokenRenewal::lastsThirtyDays()
{
    const qint64 end = m_clock.nowSeconds() + 30 * day;
    QByteArray token = signIn();
    while (m_clock.nowSeconds() < end - lifetime / 2) {
        token = renewed(token);
        QVERIFY(!token.isEmpty());
        m_clock.advance(lifetime / 2 * 1000);
    }
    token = renewed(token);
    QCOMPARE(m_signedIn.expiresAtMs, end * 1000);
    m_clock.advance((end - 1 - m_clock.nowSeconds()) * 1000);
    const QByteArray last = renewed(token);
    QVERIFY(!last.isEmpty());
    QCOMPARE(m_signedIn.expiresAtMs, end * 1000);
    m_clock.advance(1000);
    QCOMPARE(use(last), u"token_caducado"_s);
    QVERIFY(renewed(m_next).isEmpty());
    QCOMPARE(m_refusal->code, ErrorCode::TokenExpired);
}

void TestTokenRenewal::goesOnWithAClockThatWasSetBack()
{
    const qint64 signedInAt = m_clock.nowSeconds();
    const QByteArray first = signIn();
    m_clock.advance(-2 * lifetime * 1000);
    const QByteArray second = renewed(first);
    QVERIFY(!second.isEmpty());
    QCOMPARE(m_signedIn.expiresAtMs, (signedInAt + lifetime) * 1000);
    QCOMPARE(use(second), u"ok"_s);
    // The end of the chain outlives it.
    QCOMPARE(m_authenticator->signOutOf({first})->chain.expiresAt, signedInAt + lifetime);
    signOut(first);
    m_clock.advance((3 * lifetime - 1) * 1000);
    QCOMPARE(use(second), u"token_invalido"_s);
}

void TestTokenRenewal::aLongerTokenOfOthersIsReplacedForAsLongAsItLives()
{
    const qint64 now = m_clock.nowSeconds();
    const QByteArray foreign = foreignToken(now - 10 * day, now + 90 * day);
    const QByteArray second = renewed(foreign);
    QCOMPARE(m_signedIn.expiresAtMs, (now + lifetime) * 1000);
    const QByteArray third = renewed(m_next);
    QSignalSpy superseded(m_revoked.get(), &RevokedTokens::superseded);
    use(second);
    QCOMPARE(superseded[0][0].value<RevokedToken>().expiresAt, now + 90 * day);
    // The end of the chain must outlive the longest of its tokens, whichever is given back.
    QCOMPARE(m_authenticator->signOutOf({third})->chain.expiresAt, now + 90 * day);
    QCOMPARE(m_authenticator->signOutOf({foreign})->chain.fingerprint,
             m_authenticator->signOutOf({third})->chain.fingerprint);
    // It began when that token was issued; the token itself goes on.
    m_clock.advance(20 * day * 1000);
    QCOMPARE(use(foreignToken(now - 10 * day, now + 90 * day)), u"ok"_s);
    QVERIFY(renewed(m_identity).isEmpty());
    QCOMPARE(m_refusal->code, ErrorCode::TokenExpired);
    QVERIFY(!m_refusal->message.isEmpty());
}

void TestTokenRenewal::aShorterLifetimeHoldsAtOnce()
{
    start({}, day);
    const QByteArray first = signIn();
    const QByteArray second = renewed(first);
    const QByteArray stolen = renewed(first);
    start({}, lifetime);
    m_clock.advance((lifetime - 1) * 1000);
    QCOMPARE(use(stolen), u"ok"_s);
    m_clock.advance(1000);
    QCOMPARE(use(stolen), u"token_caducado"_s); // else it could outlive what a sign-out remembers
    QCOMPARE(use(second), u"token_caducado"_s);
}

void TestTokenRenewal::judgesAgain_data()
{
    QTest::addColumn<std::function<void()>>("change");
    QTest::addColumn<QString>("code");
    using Change = std::function<void()>;
    const auto changed = [this](auto set) {
        return Change([this, set] {
            Account account = m_account;
            set(account);
            m_accounts->remember(account);
        });
    };
    QTest::newRow("unchanged") << Change([] {}) << QString();
    QTest::newRow("expired") << Change([this] { m_clock.advance(lifetime * 1000); }) << u"token_caducado"_s;
    QTest::newRow("signed out") << Change([this] {
        m_revoked->add({m_identity.chain, 1});
    }) << u"token_invalido"_s;
    QTest::newRow("superseded") << Change([this] {
        use(renewed(m_identity));
        m_clock.advance(RevokedTokens::graceMs);
        m_identity = m_next;
        m_identity.tokenFingerprint = m_next.replaced->fingerprint;
    }) << u"token_invalido"_s;
    QTest::newRow("disabled") << changed([](Account &account) { account.state = AccountState::Disabled; })
                              << u"token_invalido"_s;
    QTest::newRow("new password") << changed([this](Account &account) {
        account.validFrom = m_clock.nowSeconds() + 1;
    }) << u"token_invalido"_s;
}

/// What a session gets that has been connected for a while.
void TestTokenRenewal::judgesAgain()
{
    QFETCH(std::function<void()>, change);
    QFETCH(QString, code);
    QCOMPARE(use(signIn()), u"ok"_s);
    change();
    QCOMPARE(renewed(m_identity).isEmpty(), !code.isEmpty());
    if (!code.isEmpty())
        QCOMPARE(toWire(m_refusal->code), code);
}

/// Whoever renews between a change of the password and this server's hearing of it gets a token that
/// is issued after the change, but was never signed in after it.
void TestTokenRenewal::survivesNoChangeOfTheAccount()
{
    const QByteArray first = signIn();
    m_clock.advance(5'000);
    const QByteArray second = renewed(first);
    QCOMPARE(use(second), u"ok"_s);
    Account changed = m_account;
    changed.validFrom = m_clock.nowSeconds() - 2;
    m_accounts->remember(changed);
    QCOMPARE(use(second), u"token_invalido"_s);
    QVERIFY(renewed(m_next).isEmpty());
}

void TestTokenRenewal::limitsTheRateOfAnAccount()
{
    use(signIn());
    const Identity alice = m_identity;
    use(signIn());
    const Identity elsewhere = m_identity; // another session of the same account
    for (int i = 0; i < 10; ++i) {
        QVERIFY(!renewed(alice).isEmpty());
        QVERIFY(!renewed(elsewhere).isEmpty());
    }
    QVERIFY(renewed(alice).isEmpty());
    QCOMPARE(m_refusal->code, ErrorCode::TooFast);
    QCOMPARE(m_refusal->retryAfterMs, std::optional<qint64>(5000));
    QVERIFY(renewed(elsewhere).isEmpty());
    Account bob = m_account;
    bob.username = u"bob"_s;
    m_accounts->remember(bob);
    use(m_authenticator->issueToken(bob).token.toLatin1());
    QVERIFY(!renewed(m_identity).isEmpty());
    m_clock.advance(5000);
    QVERIFY(!renewed(alice).isEmpty());
}

QTEST_GUILESS_MAIN(TestTokenRenewal)
#include "tst_tokenrenewal.moc"
