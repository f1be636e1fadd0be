#include "support/hostilefixture.h"
#include "support/httprequests.h"
#include "support/pollingsession.h"
#include "support/rawwebsocket.h"

#include <QTimer>

using namespace ventanilla;
using frames::Part;

namespace {

constexpr qint64 limit = 8 * 1024 * 1024;
constexpr int clients = 40;
constexpr int large = 900'000;
/// What one client adds at once, at most: a frame, a read, or a message's text in UTF-16.
constexpr int piece = 100'000;
constexpr int words = piece / 2;
constexpr int smallFrameSpaces = 1000;

const QByteArray post = "POST /auth HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";

QByteArray unfinishedBody(int bytes)
{
    return post + "Content-Length: 950000\r\n\r\n" + QByteArray(bytes, 'x');
}

QByteArray unfinishedFrame(int bytes)
{
    return frames::header(frames::Text, 950'000) + QByteArray(bytes, 'x');
}

} // namespace

/// Many clients of which each lets the server hold a lot: those who hold most go, until all together
/// hold little enough, and who holds little is never touched.
class TestBuffers : public HostileFixture
{
    Q_OBJECT

private slots:
    void init();
    void boundsRequests_data();
    void boundsRequests();
    void boundsFrames_data();
    void boundsFrames();
    void boundsWhatIsNotRead();
    void boundsWhatIsNotPolled();
    void dropsTheLargestFirst();
    void dropsWhatAClosedSessionHolds();

private:
    qint64 evictions() const { return counter("ventanilla_buffer_evictions_total"); }
    /// Until somebody was dropped and all that is still being sent is here.
    void expectABoundedSum();
    void writeToMallory(int bytes);
    void expectSmallOnesToGoOn();

    /// Two who hold a little all the time.
    std::unique_ptr<RawClient> m_smallRequest;
    std::unique_ptr<RawWebSocket> m_smallFrame;
    std::unique_ptr<RawWebSocket> m_agent;
    QTimer m_drip;
    int m_spacesSent = 0;
    QTimer m_look;
    qint64 m_peak = 0;
};

void TestBuffers::init()
{
    serve([](ServerConfig &config) {
        config.maxBuffered = limit;
        config.maxQueued = limit;
        config.messageLength = 300'000;
    });
    m_server->addAccount(QStringLiteral("eva"), Role::Admin);
    m_smallRequest = std::make_unique<RawClient>(port());
    m_smallRequest->send(post + "Content-Length: 1002\r\n\r\n{" + QByteArray(1000, ' '));
    m_smallFrame = std::make_unique<RawWebSocket>(port());
    QVERIFY(m_smallFrame->join(token(QStringLiteral("luis"))));
    m_smallFrame->send(frames::header(frames::Text, 8 + smallFrameSpaces) + "421[\"x\"");
    m_spacesSent = 0;
    m_drip.disconnect();
    connect(&m_drip, &QTimer::timeout, this, [this] {
        m_smallFrame->send(" ");
        ++m_spacesSent;
    });
    m_drip.start(500); // Qt gives up a frame of which nothing comes for five seconds
    m_agent = std::make_unique<RawWebSocket>(port());
    QVERIFY(m_agent->join(token(QStringLiteral("eva"), Role::Admin)));

    m_peak = 0;
    m_look.disconnect();
    connect(&m_look, &QTimer::timeout, this, [this] { m_peak = qMax(m_peak, buffered()); });
    m_look.start(0);
}

void TestBuffers::expectABoundedSum()
{
    EVENTUALLY(evictions() > 0);
    QVERIFY(m_bystanders->canTalk());
    // Whoever holds most of all goes a moment later.
    QVERIFY2(m_peak <= limit + 2 * piece, QByteArray::number(m_peak));
    expectSmallOnesToGoOn();
    m_look.stop();
}

void TestBuffers::expectSmallOnesToGoOn()
{
    m_smallRequest->send("}");
    EVENTUALLY_COMPARE(m_smallRequest->statuses(), QList<int>({400})); // no name, no password
    m_drip.stop();
    m_smallFrame->send(QByteArray(smallFrameSpaces - m_spacesSent, ' ') + ']');
    QVERIFY(!m_smallFrame->waitForText(QStringLiteral("431[")).isEmpty());
}

void TestBuffers::boundsRequests_data()
{
    QTest::addColumn<QByteArray>("request");
    const QByteArray chunk = "fff0\r\n" + QByteArray(0xfff0, 'x') + "\r\n";
    QTest::newRow("bodies") << unfinishedBody(large);
    QTest::newRow("chunks") << QByteArray(post + "Transfer-Encoding: chunked\r\n\r\n"
                                          + chunk.repeated(large / chunk.size()));
    QTest::newRow("pipelined") << QByteArray(getRequest("/api/mensajes/mios").repeated(1000) + post
                                             + "Content-Length: 950000\r\n\r\n" + QByteArray(large, 'x'));
}

void TestBuffers::boundsRequests()
{
    QFETCH(QByteArray, request);
    std::vector<std::unique_ptr<RawClient>> attackers;
    for (int i = 0; i < clients; ++i) {
        attackers.push_back(std::make_unique<RawClient>(port()));
        attackers.back()->send(request);
    }
    expectABoundedSum();
}

void TestBuffers::boundsFrames_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("frames") << unfinishedFrame(large);
    const QByteArray fragment(piece, 'x');
    QTest::newRow("texts in fragments")
        << QByteArray(frames::frame(frames::Text, fragment, Part::Unfinished)
                      + frames::frame(frames::Continuation, fragment, Part::Unfinished).repeated(8));
    QTest::newRow("binary fragments")
        << QByteArray(frames::frame(frames::Binary, fragment, Part::Unfinished)
                      + frames::frame(frames::Continuation, fragment, Part::Unfinished).repeated(8));
    QTest::newRow("attachments") << QByteArray(frames::text("4510-[\"x\"]")
                                               + frames::frame(frames::Binary, fragment).repeated(9));
}

void TestBuffers::boundsFrames()
{
    QFETCH(QByteArray, bytes);
    std::vector<std::unique_ptr<RawWebSocket>> attackers;
    for (int i = 0; i < clients; ++i) {
        attackers.push_back(std::make_unique<RawWebSocket>(port()));
        QVERIFY(attackers.back()->join(token()));
    }
    for (const auto &attacker : attackers)
        attacker->send(bytes);
    expectABoundedSum();
}

void TestBuffers::writeToMallory(int bytes)
{
    const QByteArray text(bytes, 'x');
    m_agent->texts.clear();
    m_agent->sendText("421[\"mensaje_privado\",{\"para\":\"mallory\",\"mensaje\":\"" + text + "\"}]");
    QVERIFY(m_agent->waitForText(QStringLiteral("431[")).contains(QStringLiteral("\"ok\":true")));
}

void TestBuffers::boundsWhatIsNotRead()
{
    std::vector<std::unique_ptr<RawWebSocket>> attackers;
    for (int i = 0; i < clients; ++i) {
        attackers.push_back(std::make_unique<RawWebSocket>(port()));
        QVERIFY(attackers.back()->join(token()));
        attackers.back()->tcp.stopReading();
    }
    for (int i = 0; i < 120; ++i)
        writeToMallory(words);
    expectABoundedSum();
}

void TestBuffers::boundsWhatIsNotPolled()
{
    std::vector<PollingClient> attackers(clients, PollingClient(port(), "/socket.io/"));
    for (PollingClient &attacker : attackers)
        QVERIFY(joinByPolling(attacker, token()));
    for (int i = 0; i < 20; ++i)
        writeToMallory(words);
    expectABoundedSum();
}

void TestBuffers::dropsTheLargestFirst()
{
    // Four of 900,000 and 30 of 150,000 are less than the limit by a little.
    std::vector<std::unique_ptr<RawClient>> middling;
    for (int i = 0; i < 30; ++i) {
        middling.push_back(std::make_unique<RawClient>(port()));
        middling.back()->send(unfinishedBody(150'000));
    }
    std::vector<std::unique_ptr<RawWebSocket>> largest;
    for (int i = 0; i < 4; ++i) {
        largest.push_back(std::make_unique<RawWebSocket>(port()));
        QVERIFY(largest.back()->join(token()));
        largest.back()->send(unfinishedFrame(large));
    }
    EVENTUALLY(buffered() >= 30 * 150'000 + 4 * large);
    QVERIFY(buffered() < limit);
    QCOMPARE(evictions(), 0);

    RawClient last(port());
    last.send(unfinishedBody(400'000));
    const auto isClosed = [](const auto &client) { return client->isClosed(); };
    EVENTUALLY(std::count_if(largest.begin(), largest.end(), isClosed) == 2);
    QVERIFY(m_bystanders->canTalk());
    QCOMPARE(evictions(), 2); // to an eighth below the limit
    QVERIFY(!last.closed);
    QVERIFY(
        std::none_of(middling.begin(), middling.end(), [](const auto &client) { return client->closed; }));
}

void TestBuffers::dropsWhatAClosedSessionHolds()
{
    PollingClient closed(port(), "/socket.io/");
    QVERIFY(joinByPolling(closed, token()));
    for (int i = 0; i < 40; ++i)
        writeToMallory(words);
    const qint64 before = sessions();
    m_server->changePassword(QStringLiteral("mallory"));
    EVENTUALLY_COMPARE(sessions(), before - 1);

    std::vector<std::unique_ptr<RawClient>> attackers;
    for (int i = 0; i < 8; ++i) {
        attackers.push_back(std::make_unique<RawClient>(port()));
        attackers.back()->send(unfinishedBody(large));
    }
    EVENTUALLY(evictions() > 0);
    // It waited for a poll that takes its news, with the largest queue of all.
    QCOMPARE(closed.poll().answer().status, 400);
}

QTEST_GUILESS_MAIN(TestBuffers)
#include "tst_buffers.moc"
