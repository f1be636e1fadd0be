#include "protocol/limits.h"
#include "support/chatter.h"
#include "support/eventually.h"
#include "support/faultproxy.h"
#include "support/testserver.h"

#include "storage/database.h"
#include "storage/messagestable.h"

using namespace ventanilla;

using Toward = FaultProxy::Toward;
using Answer = Chatter::Answer;

/// The server behind a network that loses, repeats and cuts: a message that is said again under its key
/// is the same message.
class TestNetworkFaults : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void anAcknowledgementIsLost_data();
    void anAcknowledgementIsLost();
    void aMessageComesTwice();
    void aMessageIsCut_data();
    void aMessageIsCut();
    void nobodyHearsOfTheEnd();

private:
    static constexpr int messageCount = 30;

    void say();
    void repeatWhatHasNoAnswer();
    /// Everything is stored once, in order, and came once.
    void verifyAllIsThere();

    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<FaultProxy> m_network;
    std::unique_ptr<Chatter> m_luis;
    std::unique_ptr<Chatter> m_ana;
};

void TestNetworkFaults::init()
{
    m_server = std::make_unique<TestServer>();
    QVERIFY(m_server->start());
    m_server->addAccount(QStringLiteral("ana"), Role::Admin);
    m_server->addAccount(QStringLiteral("luis"), Role::User);
    m_network = std::make_unique<FaultProxy>(static_cast<quint16>(m_server->url().port()));
    m_luis = std::make_unique<Chatter>(m_server->tokenFor(QStringLiteral("luis"), Role::User));
    m_ana = std::make_unique<Chatter>(m_server->tokenFor(QStringLiteral("ana"), Role::Admin));
    QVERIFY(m_ana->join(m_server->url()));
    QVERIFY(m_luis->join(m_network->url()));
}

void TestNetworkFaults::cleanup()
{
    m_luis.reset();
    m_ana.reset();
    m_network.reset();
    m_server.reset();
}

void TestNetworkFaults::say()
{
    for (int i = 0; i < messageCount; ++i)
        m_luis->say(supportMailbox.toString());
}

void TestNetworkFaults::repeatWhatHasNoAnswer()
{
    for (qsizetype i = 0; i < m_luis->written.size(); ++i) {
        if (m_luis->written[i].answer == Answer::None)
            m_luis->repeat(i);
    }
}

void TestNetworkFaults::verifyAllIsThere()
{
    EVENTUALLY_COMPARE(m_luis->count(Answer::Stored), m_luis->written.size());
    Database database({m_server->databasePath(), 5000});
    QVERIFY(database.open());
    const auto stored =
        MessagesTable(database).read({MessageQuery::Scope::Thread, m_luis->name(), {{}, {}, 1000}});
    QVERIFY(stored);
    QCOMPARE(stored->size(), m_luis->written.size());
    for (qsizetype i = 0; i < stored->size(); ++i) {
        const QString &key = m_luis->written[i].key;
        QCOMPARE(stored->at(i).key, key);
        QCOMPARE(m_luis->heard(m_luis->name(), key).id, stored->at(i).id);
        EVENTUALLY_COMPARE(m_ana->heard(m_luis->name(), key).deliveries, 1);
        QCOMPARE(m_ana->heard(m_luis->name(), key).id, stored->at(i).id);
    }
}

void TestNetworkFaults::anAcknowledgementIsLost_data()
{
    QTest::addColumn<int>("oneIn");
    QTest::addColumn<int>("lost");
    QTest::newRow("all") << 1 << messageCount;
    QTest::newRow("one in three") << 3 << messageCount / 3;
}

void TestNetworkFaults::anAcknowledgementIsLost()
{
    QFETCH(int, oneIn);
    QFETCH(int, lost);
    m_network->drop(Toward::Client, FaultProxy::oneIn(oneIn, FaultProxy::acknowledgements()));
    say();
    EVENTUALLY_COMPARE(m_network->counts(Toward::Client).dropped, lost);
    EVENTUALLY_COMPARE(m_luis->count(Answer::None), lost);
    m_network->pass();
    repeatWhatHasNoAnswer();
    verifyAllIsThere();
}

void TestNetworkFaults::aMessageComesTwice()
{
    m_network->duplicate(Toward::Server, FaultProxy::beginningWith("42"));
    say();
    verifyAllIsThere();
    QCOMPARE(m_network->counts(Toward::Server).duplicated, messageCount);
    EVENTUALLY_COMPARE(m_server->counter("ventanilla_messages_stored_total"), messageCount);
    QCOMPARE(m_server->counter("ventanilla_messages_delivered_total"), messageCount);
}

void TestNetworkFaults::aMessageIsCut_data()
{
    QTest::addColumn<FaultProxy::Cut>("how");
    QTest::newRow("reset") << FaultProxy::Cut::Reset;
    QTest::newRow("orderly") << FaultProxy::Cut::Orderly;
}

void TestNetworkFaults::aMessageIsCut()
{
    QFETCH(FaultProxy::Cut, how);
    const auto tenth = FaultProxy::oneIn(10, FaultProxy::beginningWith("42"));
    m_network->cutWithin(Toward::Server, tenth, 20, how);
    say();
    EVENTUALLY_COMPARE(m_network->counts(Toward::Server).cut, 1);
    EVENTUALLY_COMPARE(m_network->openCount(), 0);
    QVERIFY(m_luis->count(Answer::None) > messageCount - 10);
    QVERIFY(m_luis->join(m_network->url()));
    repeatWhatHasNoAnswer();
    verifyAllIsThere();
}

void TestNetworkFaults::nobodyHearsOfTheEnd()
{
    m_network->hold(Toward::Client);
    say();
    EVENTUALLY(m_ana->heard(m_luis->name(), m_luis->written.last().key).deliveries == 1);
    QCOMPARE(m_luis->count(Answer::None), messageCount);
    // The client gives up on that connection; the server still has it.
    QVERIFY(m_luis->join(m_server->url()));
    repeatWhatHasNoAnswer();
    verifyAllIsThere();
}

QTEST_GUILESS_MAIN(TestNetworkFaults)
#include "tst_networkfaults.moc"
