#include "engineio/enginesession.h"
#include "support/fakeenginetransport.h"
#include "support/manualclock.h"

#include <QPointer>
#include <QRegularExpression>
#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

/// A session on one transport to which another is offered; how both look on the wire is tested
/// elsewhere.
class TestUpgrade : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void movesWhatIsQueued();
    void takesWhatFollowsTheUpgradeAtOnce();
    void staysUntilTheClientHasLeft();
    void closesAnythingElse_data();
    void closesAnythingElse();
    void givesUpACandidateThatDoesNothing();
    void staysWhenTheCandidateGoes();
    void endsACandidateThatDoesNotRead();
    void survivesItsEndDuringTheUpgrade();
    void triesAnotherAfterAFailure();
    void triesOneAtATime();
    void takesNoneThatItDoesNotAnnounce();
    void closesTheCandidateWithTheSession();
    void endsWhereTheClientHears();
    void endsOnTheOldOneIfTheCandidateFails();

private:
    QPointer<FakeEngineTransport> offer(const QString &name = u"websocket"_s)
    {
        auto candidate = std::make_unique<FakeEngineTransport>();
        candidate->transportName = name;
        const QPointer<FakeEngineTransport> offered = candidate.get();
        m_session->offerUpgrade(std::move(candidate));
        return offered;
    }
    bool isGone(const QPointer<FakeEngineTransport> &transport)
    {
        return QTest::qWaitFor([&] { return transport.isNull(); });
    }

    ManualClock m_clock;
    Counters m_counters;
    BufferBudget m_budget {0, m_counters};
    EngineConfig m_config;
    std::unique_ptr<EngineSession> m_session;
    QPointer<FakeEngineTransport> m_old;
    QStringList m_messages;
};

void TestUpgrade::init()
{
    m_config.upgradeTimeoutMs = 1'000'000;
    m_messages.clear();
    auto made = std::make_unique<FakeEngineTransport>();
    made->transportName = u"polling"_s;
    made->possibleUpgrades = QStringList(u"websocket"_s);
    m_old = made.get();
    m_session = std::make_unique<EngineSession>(u"sid"_s, std::move(made), HttpRequest(),
                                                EngineContext {m_config, m_clock, m_budget});
    connect(m_session.get(), &EngineSession::messageReceived, this,
            [this](const QString &text) { m_messages.append(text); });
    m_session->open();
    m_old->take();
}

void TestUpgrade::movesWhatIsQueued()
{
    const auto candidate = offer();
    QCOMPARE(candidate->payloadLimit, 64);
    candidate->receive(u"2probe"_s);
    QCOMPARE(candidate->take(), QStringList(u"3probe"_s));
    QVERIFY(m_old->upgrading);
    m_old->unsent = {EncodedPacket(u"4one"_s), EncodedPacket(QByteArray("\2"))};
    candidate->receive(u"5"_s);
    QCOMPARE(candidate->take(), QStringList({u"4one"_s, u"b02"_s}));
    QCOMPARE(m_session->transport().name(), u"websocket"_s);
    QCOMPARE(candidate->payloadLimit, m_config.maxPayload);
    QVERIFY(isGone(m_old));
    m_session->sendEncoded(u"4two"_s);
    QCOMPARE(candidate->take(), QStringList(u"4two"_s));
    candidate->end();
    QVERIFY(!m_session->isOpen());
}

void TestUpgrade::takesWhatFollowsTheUpgradeAtOnce()
{
    const auto candidate = offer();
    for (const QString &packet : {u"2probe"_s, u"5"_s, u"4hello"_s})
        candidate->receive(packet);
    QCOMPARE(m_messages, QStringList(u"hello"_s));
}

void TestUpgrade::staysUntilTheClientHasLeft()
{
    const auto candidate = offer();
    candidate->receive(u"2probe"_s);
    candidate->take();
    m_old->receive(u"4still here"_s);
    m_session->sendEncoded(u"4back"_s);
    QCOMPARE(m_messages, QStringList(u"still here"_s));
    QCOMPARE(m_old->take(), QStringList(u"4back"_s));
    QVERIFY(candidate->take().isEmpty());
}

void TestUpgrade::closesAnythingElse_data()
{
    QTest::addColumn<QStringList>("packets");
    QTest::newRow("a message") << QStringList(u"4hello"_s);
    QTest::newRow("a ping that is no probe") << QStringList(u"2"_s);
    QTest::newRow("the upgrade without a probe") << QStringList(u"5"_s);
    QTest::newRow("a message behind the probe") << QStringList({u"2probe"_s, u"4hello"_s});
    QTest::newRow("a second probe") << QStringList({u"2probe"_s, u"2probe"_s});
    QTest::newRow("nonsense") << QStringList(u"abc"_s);
}

void TestUpgrade::closesAnythingElse()
{
    QFETCH(QStringList, packets);
    const auto candidate = offer();
    for (const QString &packet : packets)
        candidate->receive(packet);
    QVERIFY(isGone(candidate));
    QVERIFY(m_session->isOpen());
    QVERIFY(!m_old->upgrading);
    QVERIFY(m_messages.isEmpty());
    m_old->receive(u"4here"_s);
    QCOMPARE(m_messages, QStringList(u"here"_s));
}

void TestUpgrade::givesUpACandidateThatDoesNothing()
{
    m_config.upgradeTimeoutMs = 1;
    const auto candidate = offer();
    QVERIFY(isGone(candidate));
    QVERIFY(m_session->isOpen());
}

void TestUpgrade::staysWhenTheCandidateGoes()
{
    const auto candidate = offer();
    candidate->receive(u"2probe"_s);
    candidate->end();
    QVERIFY(m_session->isOpen());
    QVERIFY(!m_old->upgrading);
    QVERIFY(isGone(candidate));
}

void TestUpgrade::endsACandidateThatDoesNotRead()
{
    const auto candidate = offer();
    candidate->receiving = 60;
    emit candidate->buffersChanged();
    QCOMPARE(m_budget.bytes(), 60);
    candidate->queued = 4097;
    emit candidate->buffersChanged();
    QVERIFY(isGone(candidate));
    QVERIFY(m_session->isOpen());
}

void TestUpgrade::survivesItsEndDuringTheUpgrade()
{
    // The session is the largest holder, and what it says on leaving brings the sum over the limit.
    m_session.reset();
    BufferBudget budget(100, m_counters);
    BufferBudget::Share other(budget, [] {});
    auto old = std::make_unique<FakeEngineTransport>();
    old->transportName = u"polling"_s;
    old->possibleUpgrades = QStringList(u"websocket"_s);
    old->whenRetired = [&] { other.set(60); };
    m_session = std::make_unique<EngineSession>(u"sid"_s, std::move(old), HttpRequest(),
                                                EngineContext {m_config, m_clock, budget});
    m_session->open();
    m_session->setBytesHeld(70);
    int finished = 0;
    connect(m_session.get(), &EngineSession::finished, this, [&] { ++finished; });
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"dropped a client for its buffers"_s));
    const auto candidate = offer();
    candidate->receive(u"2probe"_s);
    candidate->receive(u"5"_s);
    QTRY_VERIFY(!m_session->isOpen());
    QCOMPARE(finished, 1);
    QVERIFY(candidate->isClosed);
    m_session.reset();
}

void TestUpgrade::triesAnotherAfterAFailure()
{
    offer()->receive(u"abc"_s);
    const auto second = offer();
    second->receive(u"2probe"_s);
    second->receive(u"5"_s);
    QCOMPARE(m_session->transport().name(), u"websocket"_s);
}

void TestUpgrade::triesOneAtATime()
{
    const auto first = offer();
    const auto second = offer();
    QVERIFY(isGone(second));
    first->receive(u"2probe"_s);
    first->receive(u"5"_s);
    QCOMPARE(&m_session->transport(), first.data());
    const auto third = offer(); // a session that has moved stays
    QVERIFY(isGone(third));
    QVERIFY(m_session->isOpen());
}

void TestUpgrade::takesNoneThatItDoesNotAnnounce()
{
    QVERIFY(isGone(offer(u"carrier pigeon"_s)));
    QVERIFY(m_session->isOpen());
}

void TestUpgrade::closesTheCandidateWithTheSession()
{
    const auto candidate = offer();
    m_session->close();
    QVERIFY(isGone(candidate));
    QVERIFY(m_old->isClosed);
    QVERIFY(isGone(offer())); // nor does a closed session take another
}

void TestUpgrade::endsWhereTheClientHears()
{
    const auto candidate = offer();
    candidate->receive(u"2probe"_s);
    candidate->take();
    m_old->unsent = {EncodedPacket(u"4last"_s)};
    int finished = 0;
    connect(m_session.get(), &EngineSession::finished, this, [&] { ++finished; });
    m_session->close();
    QVERIFY(!m_session->isOpen());
    QVERIFY(!candidate->isClosed && !m_old->isClosed); // the client listens to neither just now
    candidate->receive(u"5"_s);
    QCOMPARE(candidate->take(), QStringList(u"4last"_s));
    QVERIFY(candidate->isClosed);
    QCOMPARE(finished, 1);
}

void TestUpgrade::endsOnTheOldOneIfTheCandidateFails()
{
    const auto candidate = offer();
    candidate->receive(u"2probe"_s);
    m_session->close();
    candidate->receive(u"abc"_s);
    QVERIFY(m_old->isClosed);
    // For any other reason nobody waits.
    init();
    const auto another = offer();
    another->receive(u"2probe"_s);
    m_session->close(CloseReason::ParseError);
    QVERIFY(m_old->isClosed);
    QVERIFY(isGone(another));
}

QTEST_GUILESS_MAIN(TestUpgrade)
#include "tst_upgrade.moc"
