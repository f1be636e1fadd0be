#include "support/hostilefixture.h"
#include "support/pollingsession.h"
#include "support/rawwebsocket.h"

using namespace ventanilla;

/// Upgrades of a polling session that go wrong on purpose. The session itself goes on.
class TestHostileUpgrades : public HostileFixture
{
    Q_OBJECT

private slots:
    void closesACandidateThatSends_data();
    void closesACandidateThatSends();
    void closesACandidateThatDoesNotFinish_data();
    void closesACandidateThatDoesNotFinish();
    void takesOneAtATime();
    void refusesToUpgradeWhatHasUpgraded();

private:
    void open(int upgradeTimeoutMs = never);
    void expectSessionToWork();
    std::unique_ptr<RawWebSocket> candidate() const
    {
        return std::make_unique<RawWebSocket>(port(), "&sid=" + m_session->sid());
    }

    std::unique_ptr<PollingClient> m_session;
};

/// A server, and a polling session of mallory's.
void TestHostileUpgrades::open(int upgradeTimeoutMs)
{
    serve([=](ServerConfig &config) { config.upgradeTimeoutMs = upgradeTimeoutMs; });
    m_session = std::make_unique<PollingClient>(port(), "/socket.io/");
    QVERIFY(joinByPolling(*m_session, token()));
}

void TestHostileUpgrades::expectSessionToWork()
{
    QVERIFY(m_bystanders->writeTo(QStringLiteral("mallory"), QStringLiteral("still there?")));
    QByteArray heard;
    while (!heard.contains("still there?")) { // a probe is answered by a poll with nothing in it
        const HttpAnswer answer = m_session->poll().answer();
        QCOMPARE(answer.status, 200);
        heard += answer.body;
    }
    QCOMPARE(sessions(), Bystanders::count + 1);
}

void TestHostileUpgrades::closesACandidateThatSends_data()
{
    QTest::addColumn<QByteArrayList>("sends");
    QTest::addColumn<int>("code");
    const auto row = [](const char *name, const QByteArrayList &sends, int code) {
        QTest::newRow(name) << sends << code;
    };
    // The limit before the upgrade is 64 bytes, however much a session may send.
    row("the header of a large frame", {frames::header(frames::Text, 65)}, 1009);
    row("a large frame", {frames::text(QByteArray(65, '2'))}, 1009);
    row("a megabyte", {frames::text(QByteArray(900'000, '4'))}, 1009);
    row("much in fragments",
        {frames::frame(frames::Text, QByteArray(40, '2'), frames::Part::Unfinished),
         frames::frame(frames::Continuation, QByteArray(40, '2'), frames::Part::Unfinished)},
        1009);
    row("a large frame behind its probe", {frames::text("2probe"), frames::header(frames::Text, 65)}, 1009);
    row("a message", {frames::text("40")}, 1000);
    row("no probe", {frames::text("5")}, 1000);
    row("another probe", {frames::text("2knock")}, 1000);
}

void TestHostileUpgrades::closesACandidateThatSends()
{
    QFETCH(QByteArrayList, sends);
    open();
    const auto client = candidate();
    QVERIFY(client->waitForUpgrade());
    for (const QByteArray &bytes : sends)
        client->send(bytes);
    EVENTUALLY(client->isClosed());
    QTEST(client->closeCode().value_or(0), "code");
    expectSessionToWork();
}

void TestHostileUpgrades::closesACandidateThatDoesNotFinish_data()
{
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("says nothing") << QByteArray();
    QTest::newRow("probes and says nothing") << QByteArray("2probe");
}

void TestHostileUpgrades::closesACandidateThatDoesNotFinish()
{
    QFETCH(QByteArray, says);
    open(300);
    const auto client = candidate();
    QVERIFY(client->waitForUpgrade());
    if (!says.isEmpty())
        client->sendText(says);
    EVENTUALLY(client->isClosed());
    expectSessionToWork();
}

void TestHostileUpgrades::takesOneAtATime()
{
    open();
    const auto first = candidate();
    QVERIFY(first->waitForUpgrade());
    std::vector<std::unique_ptr<RawWebSocket>> more;
    for (int i = 0; i < 50; ++i)
        more.push_back(candidate());
    for (const auto &client : more)
        EVENTUALLY(client->isClosed());
    QVERIFY(!first->isClosed());
    expectSessionToWork();
}

void TestHostileUpgrades::refusesToUpgradeWhatHasUpgraded()
{
    open();
    const auto first = candidate();
    QVERIFY(first->waitForUpgrade());
    first->sendText("2probe");
    QVERIFY(!first->waitForText(QStringLiteral("3probe")).isEmpty());
    first->sendText("5");
    first->sendText("421[\"x\"]"); // behind the upgrade its frames may be as large as any
    QVERIFY(!first->waitForText(QStringLiteral("431[")).isEmpty());

    const auto second = candidate();
    QVERIFY(second->tcp.closed || second->waitForUpgrade());
    EVENTUALLY(second->isClosed());
    QVERIFY(!first->isClosed());
    QCOMPARE(m_session->post("3").answer().status, 400); // and the old transport is none any more
}

QTEST_GUILESS_MAIN(TestHostileUpgrades)
#include "tst_hostileupgrades.moc"
