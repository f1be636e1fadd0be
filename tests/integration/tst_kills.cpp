#include "support/testserver.h"

#include "storage/database.h"
#include "storage/messagestable.h"

#include <QProcess>
#include <QTest>

#include <csignal>

using namespace ventanilla;

namespace {

constexpr int messagesARound = 40;

/// The server as a process of its own, so that it can be killed.
class ServerProcess
{
public:
    ServerProcess(const TestServer &home, quint16 port)
    {
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("JWT_SECRET"), QString::fromLatin1(TestServer::secret));
        m_process.setProcessEnvironment(environment);
        m_process.setStandardErrorFile(QProcess::nullDevice());
        m_process.start(qEnvironmentVariable("VENTANILLA_SERVER"),
                        {QStringLiteral("serve"), QStringLiteral("--database"),
                         QStringLiteral("sqlite:") + home.databasePath(), QStringLiteral("--port"),
                         QString::number(port), QStringLiteral("--message-rate"), QStringLiteral("0")});
        while (m_process.state() != QProcess::NotRunning && !m_process.canReadLine())
            m_process.waitForReadyRead();
    }

    ~ServerProcess() { kill(); }

    quint16 port() { return static_cast<quint16>(m_process.readLine().trimmed().split(':').last().toInt()); }

    void kill()
    {
        if (m_process.state() == QProcess::NotRunning)
            return;
        ::kill(static_cast<pid_t>(m_process.processId()), SIGKILL);
        m_process.waitForFinished();
    }

private:
    QProcess m_process;
};

} // namespace

/// kill -9 in the middle of a conversation, again and again: what was acknowledged is in the
/// database, in the order of writing, once, and under the id that was acknowledged.
class TestKills : public QObject
{
    Q_OBJECT

private slots:
    void losesNothingThatWasAcknowledged();
};

void TestKills::losesNothingThatWasAcknowledged()
{
    const int rounds =
        qEnvironmentVariableIsSet("VENTANILLA_KILLS") ? qEnvironmentVariableIntValue("VENTANILLA_KILLS") : 3;
    TestServer home;
    home.addAccount(QStringLiteral("luis"), Role::User);
    TestClient luis;
    QStringList keys;
    quint16 port = 0;
    for (int round = 0; round < rounds; ++round) {
        ServerProcess server(home, port);
        port = port == 0 ? server.port() : port;
        QVERIFY(port != 0);
        if (round == 0) {
            luis.session->start(QUrl(QStringLiteral("http://127.0.0.1:%1").arg(port)),
                                home.tokenFor(QStringLiteral("luis"), Role::User));
        }
        luis.session->retryNow();
        for (int i = 0; i < messagesARound; ++i)
            keys.append(luis.session->send(supportMailbox.toString(), QString::number(keys.size())));
        // Another place in the run each time, and the last time to the end.
        const qsizetype wanted =
            round + 1 < rounds ? keys.size() - (round * 7 % messagesARound) - 1 : keys.size() - 1;
        QTRY_COMPARE_WITH_TIMEOUT(luis.last(keys[wanted]).state, OutgoingMessage::State::Stored, 60'000);
        server.kill();
    }

    Database database({home.databasePath(), 5000});
    QVERIFY(database.open());
    const auto stored = MessagesTable(database).read(
        {MessageQuery::Scope::Thread, QStringLiteral("luis"), {{}, {}, 1'000'000}});
    QVERIFY(stored);
    QCOMPARE(stored->size(), keys.size());
    for (qsizetype i = 0; i < keys.size(); ++i) {
        QCOMPARE(stored->at(i).key, keys[i]);
        QCOMPARE(stored->at(i).id, luis.last(keys[i]).id);
    }
}

QTEST_GUILESS_MAIN(TestKills)
#include "tst_kills.moc"
