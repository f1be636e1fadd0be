#include "support/eventually.h"
#include "support/serverprocess.h"
#include "support/storedmessages.h"
#include "support/testserver.h"

#include <QRandomGenerator>

using namespace ventanilla;

namespace {

using Mode = FaultyDisk::Mode;

constexpr int messagesARound = 40;
constexpr int slowMs = 1'000;

/// What happens to the database before the kill.
enum class Plan {
    Nothing,
    /// The server is killed while it fails.
    Fails,
    /// It is back before that, so that the kill finds the server emptying the spool.
    FailsAndRecovers,
};

Mode anyFault(QRandomGenerator &random)
{
    constexpr std::array modes {Mode::NoSpace, Mode::InputOutput, Mode::ReadOnly,
                                Mode::Torn,    Mode::SyncFails,   Mode::SlowSyncs};
    return modes[random.bounded(static_cast<quint32>(modes.size()))];
}

} // namespace

/// kill -9 in the middle of a conversation, again and again, with a database that fails now and then:
/// what was acknowledged is there afterwards, in the order of writing, once, and under the id that was
/// acknowledged.
class TestKills : public QObject
{
    Q_OBJECT

private slots:
    void losesNothingThatWasAcknowledged();

private:
    bool isAcknowledged(const QString &key) const
    {
        const auto state = m_luis.last(key).state;
        return state != OutgoingMessage::State::Waiting && state != OutgoingMessage::State::Failed;
    }
    void say(int count)
    {
        for (int i = 0; i < count; ++i)
            m_keys.append(m_luis.session->send(supportMailbox.toString(), QString::number(m_keys.size())));
    }

    TestClient m_luis;
    QStringList m_keys;
};

void TestKills::losesNothingThatWasAcknowledged()
{
    const int rounds =
        qEnvironmentVariableIsSet("VENTANILLA_KILLS") ? qEnvironmentVariableIntValue("VENTANILLA_KILLS") : 6;
    const quint32 seed = qEnvironmentVariableIsSet("VENTANILLA_SEED")
        ? static_cast<quint32>(qEnvironmentVariableIntValue("VENTANILLA_SEED"))
        : QRandomGenerator::global()->generate() >> 1;
    qInfo("VENTANILLA_SEED=%u VENTANILLA_KILLS=%d", seed, rounds);
    QRandomGenerator random(seed);
    TestServer home;
    home.addAccount(QStringLiteral("luis"), Role::User);
    FaultyDisk disk(home.databasePath());
    quint16 port = 0;
    for (int round = 0; round < rounds; ++round) {
        disk.heal();
        ServerProcess server(home,
                             {QStringLiteral("--message-rate"), QStringLiteral("0"),
                              QStringLiteral("--database-patience"), QStringLiteral("50"),
                              QStringLiteral("--port"), QString::number(port)},
                             {0, &disk});
        QVERIFY2(server.isRunning(), qPrintable(server.errors().join(u'\n')));
        port = server.port();
        if (round == 0)
            m_luis.session->start(server.url(), home.tokenFor(QStringLiteral("luis"), Role::User));
        m_luis.session->retryNow();
        say(messagesARound);
        // In the middle of the round, at another place each time; only at the end of the last one all
        // of it is there.
        const auto anyKey = [&] { return m_keys[m_keys.size() - 1 - random.bounded(messagesARound)]; };
        const auto plan = static_cast<Plan>(random.bounded(3));
        if (plan != Plan::Nothing) {
            const QString before = anyKey();
            EVENTUALLY(isAcknowledged(before));
            disk.set(FaultyDisk::File::Database, anyFault(random), slowMs);
            say(messagesARound);
            const QString during = anyKey();
            EVENTUALLY(isAcknowledged(during));
        }
        if (plan == Plan::FailsAndRecovers || round + 1 == rounds)
            disk.heal();
        const QString last = round + 1 < rounds ? anyKey() : m_keys.last();
        EVENTUALLY(isAcknowledged(last));
    }
    // What is still in the spool gets its place when the server starts.
    disk.heal();
    QVERIFY(ServerProcess(home).isRunning());

    const auto stored = readStoredMessages(home.databasePath());
    QVERIFY(stored);
    QCOMPARE(stored->size(), m_keys.size());
    for (qsizetype i = 0; i < m_keys.size(); ++i) {
        QCOMPARE(stored->at(i).key, m_keys[i]);
        if (const auto told = m_luis.last(m_keys[i]).id)
            QCOMPARE(stored->at(i).id, *told);
    }
}

QTEST_GUILESS_MAIN(TestKills)
#include "tst_kills.moc"
