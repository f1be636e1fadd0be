#include "conformance/conformancefixture.h"

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {

/// A frame as it is on the wire.
QByteArray maskedText(const QByteArray &text)
{
    return QByteArray("\x81", 1) + char(0x80 | text.size()) + QByteArray(4, '\0') + text;
}

} // namespace

/// Of the move from long-polling to a websocket.
class TestUpgradeRules : public ConformanceFixture
{
    Q_OBJECT

private slots:
    void init();
    void answersTheProbe();
    void endsThePollsOnceTheCandidateIsProbed_data();
    void endsThePollsOnceTheCandidateIsProbed();
    void staysOnPollingUntilTheUpgrade();
    void sendsWhatPollingHadLeftToTheWebSocket();
    void takesTheUpgradeRightBehindTheProbe();
    void refusesPollingAfterTheUpgrade_data();
    void refusesPollingAfterTheUpgrade();
    void heedsAnUpgradeThatWasSentBeforeThePoll();
    void closesACandidateThatDoesNotUpgradeInTime_data();
    void closesACandidateThatDoesNotUpgradeInTime();
    void closesACandidateOnAnyOtherPacket_data();
    void closesACandidateOnAnyOtherPacket();
    void staysOnPollingWhenTheCandidateGoes();
    void takesAnotherCandidateWhenTheFirstHasFailed();
    void closesASecondCandidate();
    void closesAWebSocketOfASessionThatHasOne_data();
    void closesAWebSocketOfASessionThatHasOne();

private:
    std::unique_ptr<WebSocketClient> candidate() const
    {
        return std::make_unique<WebSocketClient>(upgradeOf(*m_client));
    }
    /// The session does all that it should, on polling.
    bool pollingWorks() const
    {
        return m_client->post("4polling").answer().body == "ok"
            && m_client->poll().answer().body == "4polling";
    }
    static bool webSocketWorks(WebSocketClient &client)
    {
        client.messages.clear();
        client.send(u"4websocket"_s);
        return client.received(1) == QStringList(u"4websocket"_s);
    }
    static bool upgrades(WebSocketClient &client)
    {
        if (!client.opens())
            return false;
        client.send(u"2probe"_s);
        client.send(u"5"_s);
        return client.received(1) == QStringList(u"3probe"_s) && webSocketWorks(client);
    }

    std::unique_ptr<PollingClient> m_client;
};

void TestUpgradeRules::init()
{
    QVERIFY(serve(Mode::Engine, calmConfig()));
    m_client = std::make_unique<PollingClient>(pollingClient());
    QVERIFY(m_client->open());
}

void TestUpgradeRules::answersTheProbe()
{
    const auto webSocket = candidate();
    QVERIFY(webSocket->opens());
    webSocket->send(u"2probe"_s);
    QCOMPARE(webSocket->received(1), QStringList(u"3probe"_s)); // and no handshake
}

void TestUpgradeRules::endsThePollsOnceTheCandidateIsProbed_data()
{
    QTest::addColumn<bool>("pending");
    QTest::newRow("the pending one") << true;
    QTest::newRow("the next one") << false;
}

void TestUpgradeRules::endsThePollsOnceTheCandidateIsProbed()
{
    QFETCH(bool, pending);
    std::optional<HttpCall> poll;
    if (pending) {
        poll = m_client->poll();
        QVERIFY(arrives(*poll));
    }
    const auto webSocket = candidate();
    QVERIFY(webSocket->opens());
    QVERIFY(!poll || !poll->isAnswered()); // a connection alone is nothing yet
    webSocket->send(u"2probe"_s);
    QCOMPARE(webSocket->received(1).size(), 1);
    if (!pending)
        poll = m_client->poll();
    const HttpAnswer answer = poll->answer();
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.body, "6");
}

void TestUpgradeRules::staysOnPollingUntilTheUpgrade()
{
    const auto webSocket = candidate();
    QVERIFY(webSocket->opens());
    QVERIFY(pollingWorks());
    webSocket->send(u"2probe"_s);
    QCOMPARE(webSocket->received(1).size(), 1);
    QVERIFY(pollingWorks());
    QCOMPARE(webSocket->messages, QStringList(u"3probe"_s));
}

void TestUpgradeRules::sendsWhatPollingHadLeftToTheWebSocket()
{
    const auto webSocket = candidate();
    QVERIFY(webSocket->opens());
    webSocket->send(u"2probe"_s);
    QCOMPARE(webSocket->received(1).size(), 1);
    const QByteArray waiting = PollingClient::payload({"4one", "bAgI=", "4three"});
    QCOMPARE(m_client->post(waiting).answer().body, "ok");
    QCOMPARE(webSocket->messages.size(), 1);
    webSocket->send(u"5"_s);
    webSocket->send(u"4four"_s);
    QCOMPARE(
        webSocket->received(5),
        QStringList({u"3probe"_s, u"4one"_s, WebSocketClient::binary("\x02\x02"), u"4three"_s, u"4four"_s}));
}

void TestUpgradeRules::takesTheUpgradeRightBehindTheProbe()
{
    const auto webSocket = candidate();
    QVERIFY(webSocket->opens());
    webSocket->send(u"2probe"_s);
    webSocket->send(u"5"_s);
    webSocket->send(u"4hello"_s);
    QCOMPARE(webSocket->received(2), QStringList({u"3probe"_s, u"4hello"_s}));
}

void TestUpgradeRules::refusesPollingAfterTheUpgrade_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::newRow("GET") << QByteArray("GET");
    QTest::newRow("POST") << QByteArray("POST");
}

void TestUpgradeRules::refusesPollingAfterTheUpgrade()
{
    QFETCH(QByteArray, method);
    const auto webSocket = candidate();
    QVERIFY(upgrades(*webSocket));
    const QByteArray body = method == "POST" ? "4polling" : "";
    QCOMPARE(m_client->request(method, m_client->query(), body).answer().status, 400);
    QVERIFY(webSocketWorks(*webSocket));
}

void TestUpgradeRules::heedsAnUpgradeThatWasSentBeforeThePoll()
{
    m_client->keepConnection(); // which is there before the candidate, and so might be read before it
    QVERIFY(m_client->open());
    const HttpCall webSocket =
        pollingClient().request("GET", newWebSocket() + "&sid=" + m_client->sid(), {}, upgradeHeaders());
    QCOMPARE(webSocket.answer().status, 101);
    webSocket.connection().send(maskedText("2probe") + maskedText("5"));
    const HttpCall poll = m_client->poll();
    QVERIFY(webSocket.isSent() && poll.isSent()); // both wait to be read now
    QCOMPARE(poll.answer().status, 400);
}

void TestUpgradeRules::closesACandidateThatDoesNotUpgradeInTime_data()
{
    QTest::addColumn<bool>("probes");
    QTest::newRow("silent") << false;
    QTest::newRow("probed and no more") << true;
}

void TestUpgradeRules::closesACandidateThatDoesNotUpgradeInTime()
{
    QFETCH(bool, probes);
    EngineConfig config = calmConfig();
    QCOMPARE(EngineConfig().upgradeTimeoutMs, 10'000); // where nobody says another one
    config.upgradeTimeoutMs = 1000;
    QVERIFY(serve(Mode::Engine, config));
    *m_client = pollingClient();
    QVERIFY(m_client->open());
    const auto webSocket = candidate();
    QVERIFY(webSocket->opens());
    if (probes)
        webSocket->send(u"2probe"_s);
    QVERIFY(webSocket->closes());
    QCOMPARE(webSocket->messages.size(), probes ? 1 : 0);
    // The polls wait again, too.
    const HttpCall poll = m_client->poll();
    QVERIFY(arrives(poll));
    QCOMPARE(m_client->post("4hello").answer().body, "ok");
    QCOMPARE(poll.answer().body, "4hello");
}

void TestUpgradeRules::closesACandidateOnAnyOtherPacket_data()
{
    QTest::addColumn<QStringList>("packets");
    QTest::newRow("a message") << QStringList(u"4hello"_s);
    QTest::newRow("the upgrade alone") << QStringList(u"5"_s);
    QTest::newRow("a ping") << QStringList(u"2"_s);
    QTest::newRow("almost the probe") << QStringList(u"2probes"_s);
    QTest::newRow("no packet") << QStringList(u"abc"_s);
    QTest::newRow("a close") << QStringList(u"1"_s);
    QTest::newRow("more than the probe is") << QStringList(u"2"_s + QString(1000, u'x'));
    QTest::newRow("a message behind the probe") << QStringList({u"2probe"_s, u"4hello"_s});
    QTest::newRow("a pong behind the probe") << QStringList({u"2probe"_s, u"3"_s});
    QTest::newRow("no packet behind the probe") << QStringList({u"2probe"_s, u"abc"_s});
}

void TestUpgradeRules::closesACandidateOnAnyOtherPacket()
{
    QFETCH(QStringList, packets);
    const auto webSocket = candidate();
    QVERIFY(webSocket->opens());
    for (const QString &packet : std::as_const(packets))
        webSocket->send(packet);
    QVERIFY(webSocket->closes());
    QCOMPARE(webSocket->messages.size(), packets.size() - 1); // the probe's answer at most
    QVERIFY(pollingWorks());
}

void TestUpgradeRules::staysOnPollingWhenTheCandidateGoes()
{
    const auto webSocket = candidate();
    QVERIFY(webSocket->opens());
    webSocket->send(u"2probe"_s);
    QCOMPARE(webSocket->received(1).size(), 1);
    webSocket->close();
    QVERIFY(webSocket->closes());
    QVERIFY(pollingWorks());
}

void TestUpgradeRules::takesAnotherCandidateWhenTheFirstHasFailed()
{
    const auto first = candidate();
    QVERIFY(first->opens());
    first->send(u"4too early"_s);
    QVERIFY(first->closes());
    QVERIFY(upgrades(*candidate()));
}

void TestUpgradeRules::closesASecondCandidate()
{
    const auto first = candidate();
    QVERIFY(first->opens());
    const auto second = candidate();
    QVERIFY(second->opens());
    QVERIFY(second->closes());
    QVERIFY(!first->closed);
    QVERIFY(upgrades(*first));
}

void TestUpgradeRules::closesAWebSocketOfASessionThatHasOne_data()
{
    QTest::addColumn<bool>("upgraded");
    QTest::newRow("by an upgrade") << true;
    QTest::newRow("from the beginning") << false;
}

void TestUpgradeRules::closesAWebSocketOfASessionThatHasOne()
{
    QFETCH(bool, upgraded);
    QByteArray sid = m_client->sid();
    std::unique_ptr<WebSocketClient> first;
    if (upgraded) {
        first = candidate();
        QVERIFY(upgrades(*first));
    } else {
        first = std::make_unique<WebSocketClient>(webSocketUrl(newWebSocket()));
        const QByteArray packet = first->received(1).value(0).toUtf8();
        sid = QJsonDocument::fromJson(packet.sliced(1))[u"sid"].toString().toLatin1();
    }
    // Accepted first: a refusal would be an error to clients.
    const HttpCall second = m_client->request("GET", newWebSocket() + "&sid=" + sid, {}, upgradeHeaders());
    QCOMPARE(second.answer().status, 101);
    const WebSocketClient third(webSocketUrl(newWebSocket() + "&sid=" + sid));
    QVERIFY(third.opens());
    QVERIFY(third.closes());
    QCOMPARE(third.messages, QStringList());
    QVERIFY(webSocketWorks(*first));
}

QTEST_GUILESS_MAIN(TestUpgradeRules)
#include "tst_upgraderules.moc"
