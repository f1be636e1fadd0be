#include "support/testserver.h"

#include "storage/accountstable.h"

#include <QSignalSpy>
#include <QTest>

using namespace ventanilla;

/// Signing in, and what becomes of live sessions when another process changes their account.
class TestAccounts : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void signsInWithAHashOfTheOriginal();
    void refusesAWrongPassword();
    void endsSessionsOfAChangedAccount_data();
    void endsSessionsOfAChangedAccount();
    void leavesOtherSessionsAlone();

private:
    using Change = std::function<StoreResult<Done>(AccountsTable &, qint64)>;

    void changeAccount(const Change &change) const;
    std::optional<Result<SignedIn, ApiError>> signIn(const QString &name, const QString &password);

    QNetworkAccessManager m_network;
    std::unique_ptr<TestServer> m_server;
};

void TestAccounts::init()
{
    m_server = std::make_unique<TestServer>();
    QVERIFY(m_server->start());
    m_server->addAccount(QStringLiteral("ana"), Role::Admin);
    m_server->addAccount(QStringLiteral("luis"), Role::User);
}

std::optional<Result<SignedIn, ApiError>> TestAccounts::signIn(const QString &name, const QString &password)
{
    HttpApi api(&m_network);
    api.setServer(m_server->url());
    std::optional<Result<SignedIn, ApiError>> answer;
    api.signIn(name, password, &api,
               [&answer](Result<SignedIn, ApiError> given) { answer.emplace(std::move(given)); });
    (void)QTest::qWaitFor([&answer] { return answer.has_value(); });
    return answer;
}

void TestAccounts::signsInWithAHashOfTheOriginal()
{
    const auto answer = signIn(QStringLiteral("LUIS"), TestServer::password);
    QVERIFY(answer && *answer);
    QCOMPARE((*answer)->username, QStringLiteral("luis"));
    QCOMPARE((*answer)->displayName, QStringLiteral("The luis"));
    QCOMPARE((*answer)->role, Role::User);

    TestClient luis;
    luis.session->start(m_server->url(), **answer);
    QTRY_VERIFY(luis.isConnected());
}

void TestAccounts::refusesAWrongPassword()
{
    const auto answer = signIn(QStringLiteral("luis"), QStringLiteral("wrong"));
    QVERIFY(answer && !*answer);
    QCOMPARE(answer->error().kind, ApiError::Kind::NotAuthenticated);
}

void TestAccounts::changeAccount(const Change &change) const
{
    Database database({m_server->databasePath(), 5000});
    QVERIFY(database.open());
    Transaction transaction(database);
    QVERIFY(transaction.begin());
    AccountsTable accounts(database);
    QVERIFY(change(accounts, SystemClock().nowSeconds()));
    QVERIFY(transaction.commit());
}

void TestAccounts::endsSessionsOfAChangedAccount_data()
{
    QTest::addColumn<Change>("change");
    const QString luis = QStringLiteral("luis");
    QTest::newRow("disabled") << Change([luis](AccountsTable &accounts, qint64 now) {
        return accounts.setState(luis, AccountState::Disabled, now);
    });
    QTest::newRow("deleted") << Change([luis](AccountsTable &accounts, qint64 now) {
        return accounts.setState(luis, AccountState::Deleted, now);
    });
    QTest::newRow("another role") << Change(
        [luis](AccountsTable &accounts, qint64 now) { return accounts.setRole(luis, Role::Admin, now); });
    QTest::newRow("another password") << Change([luis](AccountsTable &accounts, qint64 now) {
        return accounts.setPasswordHash(luis, "$2b$04$x", now);
    });
}

void TestAccounts::endsSessionsOfAChangedAccount()
{
    QFETCH(Change, change);
    TestClient luis;
    const SignedIn self = m_server->tokenFor(QStringLiteral("luis"), Role::User);
    luis.session->start(m_server->url(), self);
    QTRY_VERIFY(luis.isConnected());
    QSignalSpy ended(luis.session.get(), &ChatSession::signInRequired);
    changeAccount(change);
    QTRY_COMPARE(ended.size(), 1);
    QCOMPARE(ended.first().first().value<ErrorCode>(), ErrorCode::TokenInvalid);

    // And the old token opens no new one.
    TestClient again;
    QSignalSpy refused(again.session.get(), &ChatSession::signInRequired);
    again.session->start(m_server->url(), self);
    QTRY_COMPARE(refused.size(), 1);
}

void TestAccounts::leavesOtherSessionsAlone()
{
    TestClient ana;
    TestClient luis;
    ana.session->start(m_server->url(), m_server->tokenFor(QStringLiteral("ana"), Role::Admin));
    luis.session->start(m_server->url(), m_server->tokenFor(QStringLiteral("luis"), Role::User));
    QTRY_VERIFY(ana.isConnected() && luis.isConnected());
    changeAccount([](AccountsTable &accounts, qint64 now) {
        return accounts.setState(QStringLiteral("luis"), AccountState::Disabled, now);
    });
    QTRY_VERIFY(!luis.isConnected());
    QVERIFY(ana.isConnected());
    QCOMPARE(ana.readyCount, 1);
}

QTEST_GUILESS_MAIN(TestAccounts)
#include "tst_accounts.moc"
