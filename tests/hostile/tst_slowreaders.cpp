#include "support/hostilefixture.h"
#include "support/httprequests.h"
#include "support/pollingsession.h"
#include "support/rawwebsocket.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace ventanilla;

namespace {

constexpr qint64 maxQueued = 1024 * 1024;
// What comes at once must fit in the queue of those who read, too.
constexpr int batch = 20;
/// The bystanders and the agent who writes.
constexpr int others = Bystanders::count + 1;

/// As long as a message may be, in three bytes a character.
QString longText(int number)
{
    return QString::number(number) + QString(3990, QChar(0x6f22));
}

} // namespace

/// Clients that do not read what they are sent: dropped once too much waits for them, and nothing is
/// lost by that.
class TestSlowReaders : public HostileFixture
{
    Q_OBJECT

private slots:
    void init();
    void sparesThoseWhoRead();
    void dropsAWebSocket();
    void dropsAPollingSession();
    void endsAnAnswerThatIsNotRead();

private:
    /// Writes these to mallory as an agent who does not wait for each to be stored.
    void write(int first, int count);
    /// Long messages to mallory until her session ends; how many.
    int writeUntilDropped();
    /// The numbers of the messages of mallory's thread, as she would fetch it.
    QList<int> catchUp();

    std::unique_ptr<RawWebSocket> m_agent;
};

void TestSlowReaders::init()
{
    serve([](ServerConfig &config) {
        config.maxQueued = maxQueued;
        config.writeTimeoutMs = 1000;
    });
    m_server->addAccount(QStringLiteral("eva"), Role::Admin);
    m_agent = std::make_unique<RawWebSocket>(port());
    QVERIFY(m_agent->join(token(QStringLiteral("eva"), Role::Admin)));
}

void TestSlowReaders::write(int first, int count)
{
    m_agent->texts.clear();
    for (int i = first; i < first + count; ++i) {
        m_agent->sendText("421[\"mensaje_privado\",{\"para\":\"mallory\",\"mensaje\":\""
                          + longText(i).toUtf8() + "\"}]");
    }
    const auto isStored = [this, count] {
        return m_agent->texts.filter(QStringLiteral("{\"fecha\":")).size() == count;
    };
    QVERIFY(waitFor(isStored, 30'000));
}

int TestSlowReaders::writeUntilDropped()
{
    int written = 0;
    for (; sessions() > others && written < 5000; written += batch)
        write(written + 1, batch);
    return written;
}

QList<int> TestSlowReaders::catchUp()
{
    QList<int> numbers;
    for (qint64 last = 0;;) {
        const QByteArray target = "/api/mensajes/mios?limite=500&despues=" + QByteArray::number(last);
        const QByteArray page = ask(port(), getRequest(target, bearer(token()))).body;
        const QJsonArray rows = QJsonDocument::fromJson(page).array();
        if (rows.isEmpty())
            return numbers;
        for (const auto &row : rows)
            numbers.append(row[QStringLiteral("mensaje")].toString().remove(QChar(0x6f22)).toInt());
        last = rows.last()[QStringLiteral("id")].toInteger();
    }
}

void TestSlowReaders::sparesThoseWhoRead()
{
    RawWebSocket client(port());
    QVERIFY(client.join(token()));
    // Twice as much as may be queued, faster than the event loop comes to the sockets.
    const int many = 2 * maxQueued / (3 * 3990);
    write(1, many);
    EVENTUALLY_COMPARE(client.texts.filter(QStringLiteral("mensaje_recibido")).size(), many);
    QCOMPARE(sessions(), others + 1);
}

void TestSlowReaders::dropsAWebSocket()
{
    RawWebSocket client(port());
    QVERIFY(client.join(token()));
    client.tcp.stopReading();
    const int written = writeUntilDropped();
    QCOMPARE(sessions(), others);
    QVERIFY(m_bystanders->canTalk());

    QList<int> expected(written);
    std::iota(expected.begin(), expected.end(), 1);
    QCOMPARE(catchUp(), expected);
}

void TestSlowReaders::dropsAPollingSession()
{
    PollingClient client(port(), "/socket.io/");
    QVERIFY(joinByPolling(client, token()));
    const int written = writeUntilDropped();
    QCOMPARE(sessions(), others);
    // In UTF-16 until they are fetched.
    QVERIFY2(written <= maxQueued / (2 * 3990) + batch, QByteArray::number(written));
    QCOMPARE(client.post("3").answer().status, 400);
    QCOMPARE(catchUp().size(), written);
}

void TestSlowReaders::endsAnAnswerThatIsNotRead()
{
    // More than the kernel takes for a client that does not read.
    for (int written = 0; written < 500; written += batch)
        write(written + 1, batch);
    RawClient client(port());
    client.stopReading();
    client.send(getRequest("/api/mensajes/mios", bearer(token())));
    EVENTUALLY(buffered() > 1'000'000);
    EVENTUALLY_COMPARE(connections(), others);
    EVENTUALLY(buffered() < 1'000'000);
}

QTEST_GUILESS_MAIN(TestSlowReaders)
#include "tst_slowreaders.moc"
