#include "support/testserver.h"

#include <QTest>

using namespace ventanilla;

/// The history and the conversation list as the project's own clients fetch them.
class TestHistory : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void pagesBackwardsAndForwards();
    void ownHistoryIsTheSame();
    void listsConversations();
    void refusesTheWrongRole();

private:
    template<typename T>
    std::optional<Result<T, ApiError>> wait(const std::function<void(HttpApi::Answer<T>)> &call);
    HttpApi &as(const QString &name, Role role);

    QNetworkAccessManager m_network;
    HttpApi m_api {&m_network};
    TestServer m_server;
    TestClient m_luis;
};

namespace {

QStringList texts(const QList<Message> &messages)
{
    QStringList texts;
    for (const Message &message : messages)
        texts.append(message.text);
    return texts;
}

} // namespace

void TestHistory::initTestCase()
{
    QVERIFY(m_server.start());
    m_server.addAccount(QStringLiteral("ana"), Role::Admin);
    m_server.addAccount(QStringLiteral("luis"), Role::User);
    m_api.setServer(m_server.url());
    m_luis.session->start(m_server.url(), m_server.tokenFor(QStringLiteral("luis"), Role::User));
    QString key;
    for (int i = 1; i <= 5; ++i)
        key = m_luis.session->send(supportMailbox.toString(), QString::number(i));
    QTRY_COMPARE(m_luis.last(key).state, OutgoingMessage::State::Stored);
}

HttpApi &TestHistory::as(const QString &name, Role role)
{
    m_api.setToken(m_server.tokenFor(name, role).token);
    return m_api;
}

template<typename T>
std::optional<Result<T, ApiError>> TestHistory::wait(const std::function<void(HttpApi::Answer<T>)> &call)
{
    std::optional<Result<T, ApiError>> answer;
    call([&answer](Result<T, ApiError> given) { answer.emplace(std::move(given)); });
    (void)QTest::qWaitFor([&answer] { return answer.has_value(); });
    return answer;
}

void TestHistory::pagesBackwardsAndForwards()
{
    HttpApi &api = as(QStringLiteral("ana"), Role::Admin);
    const auto page = [&](const HistoryQuery &query) {
        return wait<QList<Message>>(
            [&](auto answer) { api.history(QStringLiteral("luis"), query, this, answer); });
    };
    const auto newest = page({2, {}, {}});
    QVERIFY(newest && *newest);
    QCOMPARE(texts(**newest), (QStringList {QStringLiteral("4"), QStringLiteral("5")}));
    const auto older = page({2, (*newest)->first().id, {}});
    QVERIFY(older && *older);
    QCOMPARE(texts(**older), (QStringList {QStringLiteral("2"), QStringLiteral("3")}));
    const auto newer = page({2, {}, (*older)->first().id});
    QVERIFY(newer && *newer);
    QCOMPARE(texts(**newer), (QStringList {QStringLiteral("3"), QStringLiteral("4")}));
}

void TestHistory::ownHistoryIsTheSame()
{
    const HistoryQuery all {500, {}, {}};
    const auto theirs = wait<QList<Message>>([&](auto answer) {
        as(QStringLiteral("ana"), Role::Admin).history(QStringLiteral("luis"), all, this, answer);
    });
    const auto own = wait<QList<Message>>(
        [&](auto answer) { as(QStringLiteral("luis"), Role::User).ownHistory(all, this, answer); });
    QVERIFY(theirs && *theirs && own && *own);
    QCOMPARE(**own, **theirs);
    QCOMPARE(texts(**own).size(), 5);
}

void TestHistory::listsConversations()
{
    QTRY_VERIFY(m_luis.isConnected());
    const auto page = wait<ConversationPage>(
        [&](auto answer) { as(QStringLiteral("ana"), Role::Admin).conversations({}, this, answer); });
    QVERIFY(page && *page);
    QCOMPARE((*page)->rows.size(), 1);
    const ConversationRow row = (*page)->rows.first();
    QCOMPARE(row.user, QStringLiteral("luis"));
    QCOMPARE(row.name, QStringLiteral("The luis"));
    QCOMPARE(row.last.text, QStringLiteral("5"));
    QVERIFY(row.online);
    QVERIFY(row.unansweredSinceMs);
    QVERIFY((*page)->next.isEmpty());
}

void TestHistory::refusesTheWrongRole()
{
    const auto answer = wait<ConversationPage>(
        [&](auto call) { as(QStringLiteral("luis"), Role::User).conversations({}, this, call); });
    QVERIFY(answer && !*answer);
    QCOMPARE(answer->error().kind, ApiError::Kind::Forbidden);
    QCOMPARE(answer->error().code, ErrorCode::PermissionDenied);
}

QTEST_GUILESS_MAIN(TestHistory)
#include "tst_history.moc"
