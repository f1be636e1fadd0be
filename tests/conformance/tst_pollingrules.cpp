#include "conformance/conformancefixture.h"

using namespace ventanilla;
using namespace Qt::StringLiterals;

/// Of sessions that stay on long-polling; tst_closingrules has how they end.
class TestPollingRules : public ConformanceFixture
{
    Q_OBJECT

private slots:
    void init();
    void answersAPostWithOk_data();
    void answersAPostWithOk();
    void givesAPollAllThatWaitsInOrder_data();
    void givesAPollAllThatWaitsInOrder();
    void keepsAPollUntilThereIsAPacket();
    void tellsWhatAPayloadIsAndThatNobodyMayStoreIt();
    void takesABinaryMessageAsBase64_data();
    void takesABinaryMessageAsBase64();
    void takesAllRequestsOnOneConnection();
    void endsTheSessionOnAnInvalidPacket_data();
    void endsTheSessionOnAnInvalidPacket();
    void endsTheSessionOnASecondPoll();
    void endsTheSessionOnASecondPost();
    void endsTheSessionOnABodyOfBytes();
    void takesPayloadsUpToTheLimit();
    void refusesALargerPayload_data();
    void refusesALargerPayload();

private:
    static constexpr int maxPayload = 1000;

    std::unique_ptr<PollingClient> m_client;
};

void TestPollingRules::init()
{
    EngineConfig config = calmConfig();
    config.maxPayload = maxPayload;
    QVERIFY(serve(Mode::Engine, config));
    m_client = std::make_unique<PollingClient>(pollingClient());
    QVERIFY(m_client->open());
}

void TestPollingRules::answersAPostWithOk_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::newRow("a message") << QByteArray("4hello");
    QTest::newRow("several") << PollingClient::payload({"4a", "4b", "bAQID"});
    QTest::newRow("a message without text") << QByteArray("4");
    QTest::newRow("a pong") << QByteArray("3");
}

void TestPollingRules::answersAPostWithOk()
{
    QFETCH(QByteArray, payload);
    const HttpAnswer answer = m_client->post(payload).answer();
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.body, "ok");
}

void TestPollingRules::givesAPollAllThatWaitsInOrder_data()
{
    QTest::addColumn<QByteArrayList>("posts");
    QTest::addColumn<QByteArray>("payload");
    QTest::newRow("one packet") << QByteArrayList {"4hello"} << QByteArray("4hello");
    const QByteArray text = PollingClient::payload({"4c", "4b", "4a"});
    QTest::newRow("of one post") << QByteArrayList {text} << text;
    QTest::newRow("of several posts") << QByteArrayList {"4c", "4b", "4a"} << text;
    const QByteArray mixed = PollingClient::payload({"4a", "bAQIDBA==", "4b"});
    QTest::newRow("text and bytes") << QByteArrayList {mixed} << mixed;
    QTest::newRow("beyond ASCII") << QByteArrayList {"4ñ€😀"} << QByteArray("4ñ€😀");
}

void TestPollingRules::givesAPollAllThatWaitsInOrder()
{
    QFETCH(QByteArrayList, posts);
    for (const QByteArray &post : std::as_const(posts))
        QCOMPARE(m_client->post(post).answer().body, "ok");
    const HttpAnswer answer = m_client->poll().answer();
    QCOMPARE(answer.status, 200);
    QTEST(answer.body, "payload");
}

void TestPollingRules::keepsAPollUntilThereIsAPacket()
{
    const HttpCall poll = m_client->poll();
    QVERIFY(arrives(poll));
    QVERIFY(!poll.isAnswered());
    QCOMPARE(m_client->post("4late").answer().body, "ok");
    QCOMPARE(poll.answer().body, "4late");
}

void TestPollingRules::tellsWhatAPayloadIsAndThatNobodyMayStoreIt()
{
    QCOMPARE(m_client->post("4hello").answer().status, 200);
    const QByteArray path = m_client->query();
    for (const QByteArray &query : {QByteArray(PollingClient::newSession), path}) {
        const HttpAnswer answer = m_client->request("GET", query).answer();
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.header("content-type"), "text/plain; charset=UTF-8");
        QCOMPARE(answer.header("cache-control"), "no-store");
    }
}

void TestPollingRules::takesABinaryMessageAsBase64_data()
{
    QTest::addColumn<QByteArray>("packet");
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("no byte") << QByteArray("b") << QByteArray("");
    QTest::newRow("one byte") << QByteArray("bAA==") << QByteArray("\x00", 1);
    QTest::newRow("two bytes") << QByteArray("b//4=") << QByteArray("\xff\xfe");
    QTest::newRow("three bytes") << QByteArray("bAQID") << QByteArray("\x01\x02\x03");
}

void TestPollingRules::takesABinaryMessageAsBase64()
{
    QFETCH(QByteArray, packet);
    QFETCH(QByteArray, bytes);
    QByteArrayList taken;
    connect(&server().engine(), &Engine::sessionCreated, this, [this, &taken](EngineSession *session) {
        connect(session, &EngineSession::binaryReceived, this,
                [&taken](const QByteArray &message) { taken.append(message); });
    });
    QVERIFY(m_client->open());
    QCOMPARE(m_client->post(packet).answer().body, "ok");
    QCOMPARE(m_client->poll().answer().body, packet); // the echo has no 4 either
    QCOMPARE(taken, QByteArrayList {bytes});
}

void TestPollingRules::takesAllRequestsOnOneConnection()
{
    m_client->keepConnection();
    QVERIFY(m_client->open());
    for (const QByteArray &packet : {QByteArray("4one"), QByteArray("4two"), QByteArray("bAQID")}) {
        QCOMPARE(m_client->post(packet).answer().body, "ok");
        QCOMPARE(m_client->poll().answer().body, packet);
    }
}

void TestPollingRules::endsTheSessionOnAnInvalidPacket_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::newRow("letters") << QByteArray("abc");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("a type there is not") << QByteArray("7");
    QTest::newRow("nothing behind a separator") << QByteArray("4hello\x1e");
    QTest::newRow("no base64") << QByteArray("b?");
    QTest::newRow("no UTF-8") << QByteArray("4\xff");
}

void TestPollingRules::endsTheSessionOnAnInvalidPacket()
{
    QFETCH(QByteArray, payload);
    const HttpCall post = m_client->post(payload);
    const int status = post.answer().status;
    QVERIFY2(status == 400 || (status == 0 && post.connection().closed), "neither refused nor aborted");
    QCOMPARE(m_client->poll().answer().status, 400);
}

void TestPollingRules::endsTheSessionOnASecondPoll()
{
    const HttpCall first = m_client->poll();
    QVERIFY(arrives(first));
    const HttpCall second = m_client->poll();
    QCOMPARE(first.answer().status, 200);
    QCOMPARE(first.answer().body, "1");
    const int status = second.answer().status;
    QVERIFY2(status == 400 || status == 500, qPrintable(QString::number(status)));
    QCOMPARE(m_client->poll().answer().status, 400);
}

void TestPollingRules::endsTheSessionOnASecondPost()
{
    const HttpCall first = m_client->raw("POST", m_client->query(), "Content-Length: 6\r\n", "4he");
    QVERIFY(arrives(first));
    QCOMPARE(m_client->post("4second").answer().status, 400);
    QCOMPARE(m_client->poll().answer().status, 400);
}

void TestPollingRules::endsTheSessionOnABodyOfBytes()
{
    const HttpCall post = m_client->post("4hello", "Content-Type: application/octet-stream\r\n");
    QCOMPARE(post.answer().status, 400);
    QCOMPARE(m_client->poll().answer().status, 400);
}

void TestPollingRules::takesPayloadsUpToTheLimit()
{
    const QByteArray largest = "4" + QByteArray(maxPayload - 1, 'x');
    QCOMPARE(m_client->post(largest).answer().status, 200);
    QCOMPARE(m_client->poll().answer().body, largest);
}

void TestPollingRules::refusesALargerPayload_data()
{
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<QByteArray>("body");
    const QByteArray tooMuch = "4" + QByteArray(maxPayload, 'x');
    QTest::newRow("announced") << QByteArray("Content-Length: 1001\r\n") << tooMuch;
    QTest::newRow("announced, not sent") << QByteArray("Content-Length: 1001\r\n") << QByteArray();
    QTest::newRow("in a chunk") << QByteArray("Transfer-Encoding: chunked\r\n")
                                << QByteArray("3e9\r\n" + tooMuch + "\r\n0\r\n\r\n");
    QTest::newRow("in two chunks") << QByteArray("Transfer-Encoding: chunked\r\n")
                                   << QByteArray("1f4\r\n" + tooMuch.first(500) + "\r\n1f5\r\n"
                                                 + tooMuch.sliced(500) + "\r\n0\r\n\r\n");
}

void TestPollingRules::refusesALargerPayload()
{
    QFETCH(QByteArray, headers);
    QFETCH(QByteArray, body);
    QCOMPARE(m_client->raw("POST", m_client->query(), headers, body).answer().status, 413);
}

QTEST_GUILESS_MAIN(TestPollingRules)
#include "tst_pollingrules.moc"
