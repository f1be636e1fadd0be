#include "auth/authenticator.h"
#include "auth/revokedtokens.h"
#include "support/fakestore.h"
#include "support/manualclock.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {

const QByteArray secret = "a secret of at least thirty-two bytes";
constexpr int never = 1'000'000'000;

} // namespace

class TestAuthenticator : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void judgesTokens_data();
    void judgesTokens();
    void judgesAccounts_data();
    void judgesAccounts();
    void theDatabasesRoleAndNameWin();
    void refusesRevokedTokens();
    void refusesWhatIsRevokedMeanwhile();
    void failsWhenTheDatabaseFails();
    void makesAccountsFromTokens_data();
    void makesAccountsFromTokens();
    void takesTheAccountOfAFasterSession();
    void issuesTokensThatHold();
    void knowsWhatStillHolds_data();
    void knowsWhatStillHolds();

private:
    QByteArray token(const QString &user = u"alice"_s, Role role = Role::User, qint64 age = 10) const
    {
        const qint64 issued = m_clock.nowSeconds() - age;
        return signToken({user, u"Token's name"_s, role, issued, issued + 3600}, secret);
    }
    void authenticate(std::optional<QByteArray> presented, bool cookieHeader = false);
    void restart(AccountsFromTokens mode);

    ManualClock m_clock;
    FakeStore m_store;
    std::unique_ptr<AccountDirectory> m_accounts;
    std::unique_ptr<RevokedTokens> m_revoked;
    std::unique_ptr<Authenticator> m_authenticator;
    std::optional<Identity> m_identity;
    /// The last answer: a code, or "ok".
    QString m_answer;
};

void TestAuthenticator::init()
{
    m_store = FakeStore();
    restart(AccountsFromTokens::Off);
}

void TestAuthenticator::restart(AccountsFromTokens mode)
{
    m_authenticator.reset();
    m_accounts = std::make_unique<AccountDirectory>(m_store, 0, never);
    m_revoked = std::make_unique<RevokedTokens>(QList<RevokedToken>(), m_clock);
    m_authenticator = std::make_unique<Authenticator>(AuthConfig {secret, 3600, mode}, m_store, *m_accounts,
                                                      *m_revoked, m_clock);
}

void TestAuthenticator::authenticate(std::optional<QByteArray> presented, bool cookieHeader)
{
    m_answer.clear();
    m_identity.reset();
    m_authenticator->authenticate({std::move(presented), cookieHeader},
                                  [this](const Result<Identity, ErrorCode> &who) {
                                      QVERIFY(m_answer.isEmpty()); // exactly once
                                      m_answer = who ? u"ok"_s : toWire(who.error());
                                      if (who)
                                          m_identity = *who;
                                  });
}

void TestAuthenticator::judgesTokens_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::addColumn<bool>("present");
    QTest::addColumn<bool>("cookieHeader");
    QTest::addColumn<QString>("answer");
    const QByteArray old = token(u"alice"_s, Role::User, 3600);
    QTest::newRow("none") << QByteArray() << false << false << u"no_autenticado"_s;
    QTest::newRow("none, but cookies") << QByteArray() << false << true << u"token_ausente"_s;
    QTest::newRow("expired") << old << true << true << u"token_caducado"_s;
    QTest::newRow("expired and badly signed")
        << QByteArray(old.chopped(5)) << true << false << u"token_invalido"_s;
    QTest::newRow("garbage") << QByteArray("garbage") << true << false << u"token_invalido"_s;
    QTest::newRow("empty") << QByteArray() << true << false << u"token_invalido"_s;
    QTest::newRow("another secret") << signToken(
        {u"alice"_s, u"A"_s, Role::User, m_clock.nowSeconds(), m_clock.nowSeconds() + 60}, "other")
                                    << true << false << u"token_invalido"_s;
}

void TestAuthenticator::judgesTokens()
{
    QFETCH(QByteArray, token);
    QFETCH(bool, present);
    QFETCH(bool, cookieHeader);
    authenticate(present ? std::optional(token) : std::nullopt, cookieHeader);
    QTEST(m_answer, "answer");
    QCOMPARE(m_store.finds.size(), std::size_t(0)); // the database is not asked for such a one
}

void TestAuthenticator::judgesAccounts_data()
{
    QTest::addColumn<AccountState>("state");
    QTest::addColumn<int>("validFromAge"); // seconds before the token's iat; negative: after it
    QTest::addColumn<QString>("answer");
    QTest::newRow("active") << AccountState::Active << 1000 << u"ok"_s;
    QTest::newRow("disabled") << AccountState::Disabled << 1000 << u"token_invalido"_s;
    QTest::newRow("deleted") << AccountState::Deleted << 1000 << u"token_invalido"_s;
    QTest::newRow("changed in the token's second") << AccountState::Active << 0 << u"ok"_s;
    QTest::newRow("changed after the token") << AccountState::Active << -1 << u"token_invalido"_s;
}

void TestAuthenticator::judgesAccounts()
{
    QFETCH(AccountState, state);
    QFETCH(int, validFromAge);
    authenticate(token());
    QVERIFY(m_answer.isEmpty());
    m_store.found({u"alice"_s, u"Alice"_s, Role::User, state, m_clock.nowSeconds() - 10 - validFromAge});
    QTEST(m_answer, "answer");
}

void TestAuthenticator::theDatabasesRoleAndNameWin()
{
    authenticate(token(u"ALICE"_s, Role::Admin));
    m_store.found({u"Alice"_s, u"Her name"_s, Role::User, AccountState::Active, 0});
    QCOMPARE(m_answer, u"ok"_s);
    QCOMPARE(m_identity->username, u"Alice"_s);
    QCOMPARE(m_identity->displayName, u"Her name"_s);
    QCOMPARE(m_identity->role, Role::User); // a token that says admin makes no admin
}

void TestAuthenticator::refusesRevokedTokens()
{
    const QByteArray good = token();
    m_revoked->add({RevokedTokens::fingerprintOf(good), m_clock.nowSeconds() + 3600});
    authenticate(good);
    QCOMPARE(m_answer, u"token_invalido"_s);
    // Another one of the same second is another token.
    authenticate(token());
    m_store.found({u"alice"_s, u"Alice"_s});
    QCOMPARE(m_answer, u"ok"_s);
}

void TestAuthenticator::refusesWhatIsRevokedMeanwhile()
{
    const QByteArray good = token();
    authenticate(good);
    m_revoked->add({RevokedTokens::fingerprintOf(good), m_clock.nowSeconds() + 3600});
    m_store.found({u"alice"_s, u"Alice"_s});
    QCOMPARE(m_answer, u"token_invalido"_s);
}

void TestAuthenticator::failsWhenTheDatabaseFails()
{
    authenticate(token());
    m_store.finds.fail();
    QCOMPARE(m_answer, u"interno"_s);
}

void TestAuthenticator::makesAccountsFromTokens_data()
{
    QTest::addColumn<AccountsFromTokens>("mode");
    QTest::addColumn<QString>("name");
    QTest::addColumn<Role>("role");
    QTest::addColumn<bool>("made");
    using Mode = AccountsFromTokens;
    QTest::newRow("off") << Mode::Off << u"new"_s << Role::User << false;
    QTest::newRow("users") << Mode::Users << u"new"_s << Role::User << true;
    QTest::newRow("users, an admin") << Mode::Users << u"new"_s << Role::Admin << false;
    QTest::newRow("all, an admin") << Mode::All << u"new"_s << Role::Admin << true;
    QTest::newRow("the mailbox by a user") << Mode::All << u"admin"_s << Role::User << false;
    QTest::newRow("the mailbox, case") << Mode::All << u"Admin"_s << Role::User << false;
    QTest::newRow("the mailbox by an admin") << Mode::All << u"admin"_s << Role::Admin << true;
    QTest::newRow("a bad name") << Mode::All << u" new"_s << Role::User << false;
    QTest::newRow("a name with a line break") << Mode::All << u"a\nb"_s << Role::User << false;
    QTest::newRow("a name with a byte order mark") << Mode::All << u"\uFEFFnew"_s << Role::User << false;
    QTest::newRow("a long name") << Mode::All << QString(65, u'x') << Role::User << false;
}

void TestAuthenticator::makesAccountsFromTokens()
{
    QFETCH(AccountsFromTokens, mode);
    QFETCH(QString, name);
    QFETCH(Role, role);
    QFETCH(bool, made);
    restart(mode);
    authenticate(token(name, role));
    m_store.foundNone();
    QCOMPARE(m_store.creations.size(), std::size_t(made ? 1 : 0));
    if (!made) {
        QCOMPARE(m_answer, u"token_invalido"_s);
        return;
    }
    const NewAccount wanted = m_store.creations.question();
    QCOMPARE(wanted.username, name);
    QCOMPARE(wanted.role, role);
    QVERIFY(wanted.passwordHash.isEmpty()); // it cannot sign in with a password
    const Account account {name, wanted.displayName, role, AccountState::Active, 0};
    m_store.creations.answer(account);
    m_store.found(account);
    QCOMPARE(m_answer, u"ok"_s);
    QCOMPARE(m_identity->displayName, u"Token's name"_s);
}

void TestAuthenticator::takesTheAccountOfAFasterSession()
{
    restart(AccountsFromTokens::Users);
    authenticate(token(u"new"_s));
    m_store.foundNone();
    m_store.creations.fail(StoreError::Kind::Conflict);
    m_store.found({u"new"_s, u"New"_s});
    QCOMPARE(m_answer, u"ok"_s);
    authenticate(token(u"other"_s));
    m_store.foundNone();
    m_store.creations.fail();
    QCOMPARE(m_answer, u"interno"_s);
}

void TestAuthenticator::issuesTokensThatHold()
{
    // Just changed: valid only from the next second on.
    const Account account {u"alice"_s, u"Alice"_s, Role::Admin, AccountState::Active,
                           m_clock.nowSeconds() + 1};
    const SignedIn signedIn = m_authenticator->issueToken(account);
    QCOMPARE(signedIn.expiresAtMs, (m_clock.nowSeconds() + 1 + 3600) * 1000);
    authenticate(signedIn.token.toLatin1());
    m_store.found(account);
    QCOMPARE(m_answer, u"ok"_s);
    QCOMPARE(m_identity->tokenExpiresAt * 1000, signedIn.expiresAtMs);
    QCOMPARE(m_identity->tokenFingerprint, RevokedTokens::fingerprintOf(signedIn.token.toLatin1()));
}

void TestAuthenticator::knowsWhatStillHolds_data()
{
    QTest::addColumn<Account>("account");
    QTest::addColumn<bool>("holds");
    const Account same {u"alice"_s, u"Alice"_s, Role::User, AccountState::Active, 100};
    const auto row = [same](const char *name, bool holds, auto change) {
        Account account = same;
        change(account);
        QTest::newRow(name) << account << holds;
    };
    row("unchanged", true, [](Account &) {});
    row("renamed", true, [](Account &account) { account.displayName = u"Other"_s; });
    row("promoted", false, [](Account &account) { account.role = Role::Admin; });
    row("disabled", false, [](Account &account) { account.state = AccountState::Disabled; });
    row("deleted", false, [](Account &account) { account.state = AccountState::Deleted; });
    row("new password", false, [](Account &account) { account.validFrom = 101; });
}

void TestAuthenticator::knowsWhatStillHolds()
{
    QFETCH(Account, account);
    const Identity identity {u"alice"_s, u"Alice"_s, Role::User, {}, 100, 3700};
    QTEST(Authenticator::stillHolds(identity, account), "holds");
}

QTEST_GUILESS_MAIN(TestAuthenticator)
#include "tst_authenticator.moc"
