#include "support/testserver.h"

#include <QSignalSpy>
#include <QTest>

using namespace ventanilla;

namespace {

QStringList logged;

void keepLog(QtMsgType, const QMessageLogContext &, const QString &message)
{
    logged.append(message);
}

} // namespace

/// The life of a connection against the real server: disconnected, authenticating, rooms,
/// connected, disconnected.
class TestConnectionLife : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { qInstallMessageHandler(nullptr); }
    void goesThroughItsStates();
    void getsReadyFirst();
    void leavesAllRooms();
    void givesItsPlaceBack();
    void logsConnectionAndDisconnection();
    void badTokenIsFinal_data();
    void badTokenIsFinal();
    void availabilityFollowsTheAgents();

private:
    std::unique_ptr<TestServer> m_server;
};

void TestConnectionLife::init()
{
    logged.clear();
    m_server = std::make_unique<TestServer>();
    QVERIFY(m_server->start());
    m_server->addAccount(QStringLiteral("ana"), Role::Admin);
    m_server->addAccount(QStringLiteral("luis"), Role::User);
}

void TestConnectionLife::goesThroughItsStates()
{
    using State = ConnectionState;
    TestClient luis;
    QCOMPARE(luis.session->status().state, State::Disconnected);
    luis.session->start(m_server->url(), m_server->tokenFor(QStringLiteral("luis"), Role::User));
    QTRY_VERIFY(luis.isConnected());
    luis.session->stop();
    QTRY_COMPARE(luis.states.last(), State::Disconnected);
    QCOMPARE(luis.states,
             (QList<State> {State::Connecting, State::Authenticating, State::JoiningRooms, State::Connected,
                            State::Disconnected}));
}

void TestConnectionLife::getsReadyFirst()
{
    TestClient luis;
    QSignalSpy ready(luis.session.get(), &ChatSession::ready);
    luis.session->start(m_server->url(), m_server->tokenFor(QStringLiteral("luis"), Role::User));
    QTRY_COMPARE(ready.size(), 1);
    const auto content = ready.first().first().value<Ready>();
    QCOMPARE(content.cursor, 0);
    QVERIFY(!content.epoch.isEmpty());
    QCOMPARE(content.limits.messageLength, 4000);
    QVERIFY(!content.available);
}

void TestConnectionLife::leavesAllRooms()
{
    TestClient ana;
    TestClient luis;
    ana.session->start(m_server->url(), m_server->tokenFor(QStringLiteral("ana"), Role::Admin));
    luis.session->start(m_server->url(), m_server->tokenFor(QStringLiteral("luis"), Role::User));
    QTRY_VERIFY(ana.isConnected() && luis.isConnected());

    // Gone without a word, as a machine that loses its power: nothing is sent to it any more.
    luis.session.reset();
    QTRY_COMPARE(m_server->counter("ventanilla_engine_sessions_open"), 1);
    const QString key = ana.session->send(QStringLiteral("luis"), QStringLiteral("are you there?"));
    QTRY_COMPARE(ana.last(key).state, OutgoingMessage::State::Stored);
    QCOMPARE(luis.texts(), QStringList());
}

void TestConnectionLife::givesItsPlaceBack()
{
    TestServer server([](ServerConfig &config) { config.connectionsPerAddress = 1; });
    QVERIFY(server.start());
    server.addAccount(QStringLiteral("luis"), Role::User);
    for (int i = 0; i < 3; ++i) {
        TestClient luis;
        luis.session->start(server.url(), server.tokenFor(QStringLiteral("luis"), Role::User));
        QTRY_VERIFY(luis.isConnected());
        QCOMPARE(server.counter("ventanilla_connections_open"), 1);
        luis.session->stop();
        QTRY_COMPARE(server.counter("ventanilla_connections_open"), 0);
    }
    QCOMPARE(server.counter("ventanilla_connections_refused_total"), 0);
}

void TestConnectionLife::logsConnectionAndDisconnection()
{
    qInstallMessageHandler(&keepLog);
    TestClient luis;
    luis.session->start(m_server->url(), m_server->tokenFor(QStringLiteral("luis"), Role::User));
    QTRY_VERIFY(luis.isConnected());
    const QString key = luis.session->send(supportMailbox.toString(), QStringLiteral("a private matter"));
    QTRY_COMPARE(luis.last(key).state, OutgoingMessage::State::Stored);
    luis.session->stop();
    QTRY_COMPARE(logged.filter(QStringLiteral("disconnected: \"luis\"")).size(), 1);
    QCOMPARE(logged.filter(QStringLiteral("connected: \"luis\" user")).size(), 1);
    QCOMPARE(logged.filter(QStringLiteral("stored message 1")).size(), 1);
    QCOMPARE(logged.filter(QStringLiteral("private matter")).size(), 0);
}

void TestConnectionLife::badTokenIsFinal_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("token");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("inLog");
    QTest::newRow("no account") << "nobody" << QString() << ErrorCode::TokenInvalid << "token_invalido";
    QTest::newRow("nonsense") << "luis"
                              << "a.b.c" << ErrorCode::TokenInvalid << "token_invalido";
}

void TestConnectionLife::badTokenIsFinal()
{
    QFETCH(QString, user);
    QFETCH(QString, token);
    QFETCH(QString, inLog);
    qInstallMessageHandler(&keepLog);
    TestClient client;
    QSignalSpy refused(client.session.get(), &ChatSession::signInRequired);
    SignedIn self = m_server->tokenFor(user, Role::User);
    if (!token.isEmpty())
        self.token = token;
    client.session->start(m_server->url(), self);
    QTRY_COMPARE(refused.size(), 1);
    QTEST(refused.first().first().value<ErrorCode>(), "code");
    QCOMPARE(client.session->status().state, ConnectionState::Disconnected);
    QVERIFY(!client.session->status().nextTryAtMs);
    QCOMPARE(logged.filter(QStringLiteral("rejected a session")).filter(inLog).size(), 1);
}

void TestConnectionLife::availabilityFollowsTheAgents()
{
    TestClient luis;
    luis.session->start(m_server->url(), m_server->tokenFor(QStringLiteral("luis"), Role::User));
    QTRY_VERIFY(luis.isConnected());
    QVERIFY(!luis.session->isAvailable());
    {
        TestClient ana;
        ana.session->start(m_server->url(), m_server->tokenFor(QStringLiteral("ana"), Role::Admin));
        QTRY_VERIFY(luis.session->isAvailable());
    }
    QTRY_VERIFY(!luis.session->isAvailable());
}

QTEST_GUILESS_MAIN(TestConnectionLife)
#include "tst_connectionlife.moc"
