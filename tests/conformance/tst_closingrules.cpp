#include "conformance/conformancefixture.h"

using namespace ventanilla;
using namespace Qt::StringLiterals;

/// How sessions on long-polling end.
class TestClosingRules : public ConformanceFixture
{
    Q_OBJECT

private slots:
    void init();
    void answersThePollOfAClientThatClosesWithANoop();
    void answersThePollThatWasSentBeforeTheClose();
    void takesTheCloseOfAClientThatDoesNotPoll();
    void endsTheSessionOfADroppedPoll();
    void endsTheSessionOfADroppedPost();
    void tellsThePendingPollThatTheServerCloses();
    void tellsTheNextPollThatTheServerCloses();
    void givesTheLastPacketsBeforeTheClose();
    void waitsOnlySoLongForThePollThatTakesTheClose();

private:
    bool sessionIsGone() const
    {
        return waitFor([this] { return server().engine().sessionCount() == 0; });
    }

    std::unique_ptr<PollingClient> m_client;
};

void TestClosingRules::init()
{
    QVERIFY(serve(Mode::Engine, calmConfig()));
    m_client = std::make_unique<PollingClient>(pollingClient());
    QVERIFY(m_client->open());
    QCOMPARE(server().engine().sessionCount(), 1);
}

void TestClosingRules::answersThePollOfAClientThatClosesWithANoop()
{
    const HttpCall poll = m_client->poll();
    QVERIFY(arrives(poll));
    QCOMPARE(m_client->post("1").answer().status, 200);
    QCOMPARE(poll.answer().status, 200);
    QCOMPARE(poll.answer().body, "6");
    QCOMPARE(m_client->poll().answer().status, 400);
}

void TestClosingRules::answersThePollThatWasSentBeforeTheClose()
{
    m_client->keepConnection();
    QVERIFY(m_client->open());
    PollingClient later = *m_client; // on a connection that is there later, and so might be read later
    later.keepConnection();
    QCOMPARE(later.post("4hello").answer().status, 200);
    QCOMPARE(later.poll().answer().body, "4hello");
    const HttpCall poll = later.poll();
    const HttpCall post = m_client->post("1");
    QVERIFY(poll.isSent() && post.isSent()); // both wait to be read now
    QCOMPARE(poll.answer().status, 200);
    QCOMPARE(poll.answer().body, "6");
    QCOMPARE(post.answer().body, "ok");
    QCOMPARE(m_client->poll().answer().status, 400);
}

void TestClosingRules::takesTheCloseOfAClientThatDoesNotPoll()
{
    QCOMPARE(m_client->post("1").answer().body, "ok");
    QVERIFY(sessionIsGone());
    QCOMPARE(m_client->poll().answer().status, 400);
}

void TestClosingRules::endsTheSessionOfADroppedPoll()
{
    {
        const HttpCall poll = m_client->poll();
        QVERIFY(arrives(poll));
    }
    QVERIFY(sessionIsGone());
    QCOMPARE(m_client->poll().answer().status, 400);
}

void TestClosingRules::endsTheSessionOfADroppedPost()
{
    {
        const HttpCall post = m_client->raw("POST", m_client->query(), "Content-Length: 6\r\n", "4he");
        QVERIFY(arrives(post));
    }
    QVERIFY(sessionIsGone());
    QCOMPARE(m_client->poll().answer().status, 400);
}

void TestClosingRules::tellsThePendingPollThatTheServerCloses()
{
    const HttpCall poll = m_client->poll();
    QVERIFY(arrives(poll));
    server().engine().closeAll();
    QCOMPARE(poll.answer().status, 200);
    QCOMPARE(poll.answer().body, "1");
    QCOMPARE(m_client->poll().answer().status, 400);
}

void TestClosingRules::tellsTheNextPollThatTheServerCloses()
{
    server().engine().closeAll();
    const HttpAnswer answer = m_client->poll().answer();
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.body, "1");
    QCOMPARE(m_client->poll().answer().status, 400);
}

void TestClosingRules::givesTheLastPacketsBeforeTheClose()
{
    QCOMPARE(m_client->post("4last").answer().body, "ok");
    server().engine().closeAll();
    // Each by itself: the stock client heeds a close before the messages in front of it.
    QCOMPARE(m_client->poll().answer().body, "4last");
    QCOMPARE(m_client->poll().answer().body, "1");
}

void TestClosingRules::waitsOnlySoLongForThePollThatTakesTheClose()
{
    EngineConfig config = calmConfig();
    config.closeGraceMs = 50;
    QVERIFY(serve(Mode::Engine, config));
    *m_client = pollingClient();
    QVERIFY(m_client->open());
    server().engine().closeAll();
    QCOMPARE(server().engine().sessionCount(), 1);
    QVERIFY(sessionIsGone());
    QCOMPARE(m_client->poll().answer().status, 400);
}

QTEST_GUILESS_MAIN(TestClosingRules)
#include "tst_closingrules.moc"
