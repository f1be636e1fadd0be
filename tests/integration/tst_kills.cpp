#include "faultscene.h"
#include "threadreader.h"

#include "support/eventually.h"
#include "support/storedmessages.h"

#include <QLoggingCategory>
#include <QRandomGenerator>

using namespace ventanilla;

namespace {

using Answer = Chatter::Answer;
using File = FaultyDisk::File;
using Mode = FaultyDisk::Mode;

constexpr int tickMs = 3;
constexpr int mostAtOnce = 6;
constexpr int longestLifeMs = 300;
/// So that many messages wait for each commit, and most kills meet one.
constexpr int commitMs = 30;
/// For so long no disk is waited for: the database counts as failing.
constexpr int stuckMs = 1'000;

/// What the database does before the kill.
enum class Plan {
    Nothing,
    CommitsSlowly,
    /// The server is killed while it fails.
    Fails,
    /// It is back before that, so that the kill may find the server emptying the spool.
    FailsAndRecovers,
};
constexpr int plans = 4;

Mode anyFault(QRandomGenerator &random)
{
    constexpr std::array modes {Mode::NoSpace, Mode::InputOutput, Mode::ReadOnly,
                                Mode::Torn,    Mode::SyncFails,   Mode::SlowSyncs};
    return modes[random.bounded(static_cast<quint32>(modes.size()))];
}

quint32 chosenSeed()
{
    return qEnvironmentVariableIsSet("VENTANILLA_SEED") ? qEnvironmentVariable("VENTANILLA_SEED").toUInt()
                                                        : QRandomGenerator::global()->generate();
}

} // namespace

/// kill -9 at random moments while three people write as fast as they can and three others read, with a
/// database that fails now and then. What was acknowledged or shown is there after each kill, once, in
/// the order of writing and under the id that was told; what was not acknowledged is sent again under
/// its key; and the readers' threads, caught up, are what the database has.
class TestKills : public QObject
{
    Q_OBJECT

private slots:
    void losesAndDoublesNothing();

private:
    int below(int bound) { return m_random.bounded(bound); }
    void comeBack();
    void verifyAll();
    void writeUntilTheKill();
    void planFaults(QObject *context, int lifeMs);

    QRandomGenerator m_random;
    /// One of its own, so that the plans do not depend on how often somebody wrote.
    QRandomGenerator m_amounts;
    std::unique_ptr<FaultScene> m_scene;
    std::vector<std::unique_ptr<ThreadReader>> m_readers;
    /// Nobody knew what became of them.
    qsizetype m_unanswered = 0;
    int m_killsInAFault = 0;
};

void TestKills::losesAndDoublesNothing()
{
    const int kills =
        qEnvironmentVariableIsSet("VENTANILLA_KILLS") ? qEnvironmentVariableIntValue("VENTANILLA_KILLS") : 8;
    const quint32 seed = chosenSeed();
    qInfo("VENTANILLA_SEED=%u VENTANILLA_KILLS=%d", seed, kills);
    // That connections end is what is done here.
    QLoggingCategory::setFilterRules(QStringLiteral("ventanilla.client.info=false"));
    m_random.seed(seed);
    m_amounts.seed(seed);
    m_scene = std::make_unique<FaultScene>();
    QVERIFY(m_scene->start());
    for (const auto &[name, role] :
         {std::pair("luis", Role::User), std::pair("marta", Role::User), std::pair("olga", Role::Admin)}) {
        m_readers.push_back(
            std::make_unique<ThreadReader>(m_scene->home.tokenFor(QString::fromLatin1(name), role)));
        m_readers.back()->start(m_scene->server->url());
    }
    EVENTUALLY(std::ranges::all_of(m_readers, [](const auto &reader) { return reader->isCurrent(); }));
    for (int kill = 0; kill < kills && !QTest::currentTestFailed(); ++kill) {
        writeUntilTheKill();
        comeBack();
    }
    QVERIFY(!QTest::currentTestFailed());
    EVENTUALLY(m_scene->isAnswered() && m_scene->hasIds());
    verifyAll();
    QCOMPARE(m_scene->count(Answer::NotKept) + m_scene->count(Answer::Refused), 0);
    qInfo("%d messages, %d of them unanswered at a kill; %d kills while the database failed",
          static_cast<int>(m_scene->count(Answer::Stored) + m_scene->count(Answer::Pending)),
          static_cast<int>(m_unanswered), m_killsInAFault);
}

/// Nobody waits for an answer, and nothing but the clock says when the end comes.
void TestKills::writeUntilTheKill()
{
    QObject life;
    const int lifeMs = 1 + below(longestLifeMs);
    planFaults(&life, lifeMs);
    QTimer writing;
    connect(&writing, &QTimer::timeout, &life, [this] {
        for (const auto &writer : m_scene->writers)
            m_scene->say(*writer, m_amounts.bounded(mostAtOnce));
    });
    writing.start(tickMs);
    bool killed = false;
    QTimer::singleShot(lifeMs, Qt::PreciseTimer, &life, [&] {
        writing.stop();
        m_scene->server->kill();
        killed = true;
    });
    EVENTUALLY(killed);
    m_scene->kill();
}

void TestKills::planFaults(QObject *context, int lifeMs)
{
    const auto plan = static_cast<Plan>(below(plans));
    const Mode mode = anyFault(m_random);
    const int begin = below(lifeMs);
    const int end = begin + below(lifeMs - begin);
    m_killsInAFault += plan == Plan::Fails ? 1 : 0;
    if (plan == Plan::CommitsSlowly)
        m_scene->disk.set(File::Database, Mode::SlowSyncs, commitMs);
    if (plan == Plan::Fails || plan == Plan::FailsAndRecovers) {
        QTimer::singleShot(begin, context,
                           [this, mode] { m_scene->disk.set(File::Database, mode, stuckMs); });
    }
    if (plan == Plan::FailsAndRecovers)
        QTimer::singleShot(end, context, [this] { m_scene->disk.heal(); });
}

void TestKills::comeBack()
{
    m_unanswered += m_scene->count(Answer::None);
    m_scene->disk.heal();
    QVERIFY2(m_scene->start(), qPrintable(m_scene->server->errors().join(u'\n')));
    EVENTUALLY(std::ranges::all_of(
        m_readers, [](const auto &reader) { return (reader->retryNow(), reader->isCurrent()); }));
    // Before anybody says anything again.
    verifyAll();
    m_scene->repeat({Answer::None, Answer::Pending});
}

void TestKills::verifyAll()
{
    QCOMPARE(m_scene->problemOfStored(), QString());
    QCOMPARE(m_scene->problemOfShown(), QString());
    const auto stored = readStoredMessages(m_scene->home.databasePath());
    QVERIFY(stored);
    for (const auto &reader : m_readers)
        EVENTUALLY_COMPARE(reader->problem(*stored), QString());
}

QTEST_GUILESS_MAIN(TestKills)
#include "tst_kills.moc"
