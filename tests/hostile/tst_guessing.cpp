#include "support/hostilefixture.h"
#include "support/httprequests.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace ventanilla;

namespace {

// PROTOCOL.md, 6: failures within a quarter of an hour.
constexpr int perAccount = 10;
constexpr int perAddress = 50;

const QHostAddress elsewhere(QStringLiteral("127.0.0.2"));

} // namespace

/// Passwords by trial.
class TestGuessing : public HostileFixture
{
    Q_OBJECT

private slots:
    void init();
    void slowsDownForAnAccount();
    void slowsDownForAnAddress();
    void slowsDownManyAtOnce();

private:
    static QByteArray attempt(const QString &user, const QString &password)
    {
        const QJsonObject fields {{QStringLiteral("user"), user}, {QStringLiteral("pass"), password}};
        return postRequest("/auth", QJsonDocument(fields).toJson(QJsonDocument::Compact),
                           "Content-Type: application/json\r\n");
    }
    HttpAnswer signIn(const QString &user, const QString &password, const QHostAddress &from = {}) const
    {
        return ask(port(), attempt(user, password), from);
    }
    /// Guesses this often for each of these, all at the same time, and counts the answers by status.
    QHash<int, int> guess(const QStringList &users, int times) const;
    void addAccounts(int count) const
    {
        for (int i = 0; i < count; ++i)
            m_server->addAccount(QStringLiteral("user%1").arg(i), Role::User);
    }
};

void TestGuessing::init()
{
    serve();
}

QHash<int, int> TestGuessing::guess(const QStringList &users, int times) const
{
    std::vector<HttpCall> calls;
    for (const QString &user : users) {
        for (int i = 0; i < times; ++i)
            calls.emplace_back(std::make_shared<RawClient>(port()), attempt(user, QStringLiteral("guess")));
    }
    QHash<int, int> statuses;
    for (const HttpCall &call : calls)
        ++statuses[call.answer().status];
    return statuses;
}

void TestGuessing::slowsDownForAnAccount()
{
    QCOMPARE(guess({QStringLiteral("mallory")}, perAccount), (QHash<int, int> {{401, perAccount}}));
    for (const QHostAddress &from : {QHostAddress(), elsewhere}) {
        const HttpAnswer refusal = signIn(QStringLiteral("Mallory"), TestServer::password, from);
        QCOMPARE(refusal.status, 429);
        QVERIFY(refusal.header("retry-after").toInt() > 0);
    }
    // Others are none of it, from the same address and from another.
    QCOMPARE(signIn(QStringLiteral("luis"), TestServer::password).status, 200);
    QCOMPARE(signIn(QStringLiteral("ana"), TestServer::password, elsewhere).status, 200);
}

void TestGuessing::slowsDownForAnAddress()
{
    addAccounts(perAddress);
    QStringList users;
    for (int i = 0; i < perAddress; ++i)
        users.append(QStringLiteral("user%1").arg(i));
    QCOMPARE(guess(users, 1), (QHash<int, int> {{401, perAddress}}));
    const HttpAnswer refusal = signIn(QStringLiteral("luis"), TestServer::password);
    QCOMPARE(refusal.status, 429);
    QVERIFY(refusal.header("retry-after").toInt() > 0);
    QCOMPARE(signIn(QStringLiteral("luis"), TestServer::password, elsewhere).status, 200);
}

void TestGuessing::slowsDownManyAtOnce()
{
    // A hundred before the first is answered gain nothing.
    addAccounts(10);
    QStringList users;
    for (int i = 0; i < 10; ++i)
        users.append(QStringLiteral("user%1").arg(i));
    QCOMPARE(guess(users, 2 * perAccount), (QHash<int, int> {{401, perAddress}, {429, 150}}));
    QCOMPARE(signIn(QStringLiteral("luis"), TestServer::password, elsewhere).status, 200);
}

QTEST_GUILESS_MAIN(TestGuessing)
#include "tst_guessing.moc"
