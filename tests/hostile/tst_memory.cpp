#include "hostile/memoryfixture.h"
#include "support/eventually.h"
#include "support/httprequests.h"

#include "storage/database.h"
#include "storage/messagestable.h"

using namespace ventanilla;

namespace {

constexpr QChar threeBytes(0x6f22);
constexpr int longestMessage = 4000;

} // namespace

/// The server's process under attack, as the system counts its memory: what it has at rest, what it
/// may buffer, and a little for each connection, whatever they all do at once.
class TestMemory : public MemoryFixture
{
    Q_OBJECT

private slots:
    void staysBoundedUnderEverythingAtOnce();
    void staysBoundedWhenOneWritesToAThousand();

private:
    /// A thread of mallory's that makes the longest answer there is.
    void storeALongHistory() const;
    void expectBoundedMemory(const char *what, qint64 atRest) const;
};

void TestMemory::storeALongHistory() const
{
    Database database({m_home->databasePath(), 5000});
    QVERIFY(database.open());
    Transaction transaction(database);
    QVERIFY(transaction.begin());
    MessagesTable messages(database);
    constexpr int beyondTheBystandersOwn = 1000;
    for (int i = 0; i < 500; ++i) {
        const NewMessage message {QStringLiteral("mallory"),           {},   supportMailbox.toString(),
                                  QString(longestMessage, threeBytes), 0,    QString::number(i),
                                  QStringLiteral("mallory"),           false};
        QVERIFY(messages.insert(message, beyondTheBystandersOwn + i));
    }
    QVERIFY(transaction.commit());
}

void TestMemory::expectBoundedMemory(const char *what, qint64 atRest) const
{
    // Two whole histories at a time are made into answers. And the allocator gives back little of what
    // came in small blocks.
    constexpr qint64 margin = 64 * mebi;
    const qint64 bound = atRest + maxBuffered + maxConnections * bytesPerConnection + margin;
    qInfo("%s: %lld MiB at rest, at most %lld, now %lld; the bound is %lld", what, atRest / mebi,
          mostMemory() / mebi, memoryNow() / mebi, bound / mebi);
    if (!figuresCount)
        return;
    QVERIFY(mostMemory() <= bound);
    QVERIFY(mostMemory() >= atRest + maxBuffered); // or it was no attack
}

void TestMemory::staysBoundedUnderEverythingAtOnce()
{
    storeALongHistory();
    const qint64 atRest = memoryNow();
    const QByteArray body(900'000, 'x');
    const RawClients halfOpen = connectAndSend(500, "GET / HTTP/1.1\r\nHost: ");
    const RawWebSockets framing = joinedWebSockets(500);
    const RawWebSockets deaf = joinedWebSockets(200);
    const RawWebSockets pinging = openWebSockets(50);
    QCOMPARE(framing.size() + deaf.size() + pinging.size(), std::size_t(500 + 200 + 50));
    for (const auto &client : deaf)
        client->tcp.stopReading();
    for (const auto &client : pinging)
        client->tcp.stopReading();

    const RawClients posting =
        connectAndSend(500, "POST /auth HTTP/1.1\r\nHost: a\r\nContent-Length: 950000\r\n\r\n" + body);
    sendToAll(framing, frames::header(frames::Text, 950'000) + body);
    sendToAll(pinging, frames::frame(frames::Ping, QByteArray(125, 'x')).repeated(2000));
    RawClients fetching = connectAndSend(50, {});
    for (const auto &client : fetching) {
        client->stopReading();
        client->send(getRequest("/api/mensajes/mios", bearer(token())));
    }
    QVERIFY(waitUntilSent(posting));
    QVERIFY(waitUntilSent(framing));
    QVERIFY(waitUntilSent(fetching));
    for (int i = 0; i < 30; ++i)
        QVERIFY(m_bystanders->writeTo(QStringLiteral("mallory"), QString(longestMessage, threeBytes)));
    QVERIFY(m_bystanders->canTalk());
    EVENTUALLY(std::all_of(fetching.begin(), fetching.end(), [](const auto &client) {
        return client->closed || client->socket.bytesAvailable() > 0;
    }));
    expectBoundedMemory("everything at once", atRest);
}

void TestMemory::staysBoundedWhenOneWritesToAThousand()
{
    const qint64 atRest = memoryNow();
    // They hold more than those who read and write do in the moment when much is written to all.
    const RawWebSockets deaf = joinedWebSockets(1000);
    QCOMPARE(deaf.size(), std::size_t(1000));
    sendToAll(deaf, frames::header(frames::Text, 950'000) + QByteArray(20'000, 'x'));
    for (const auto &client : deaf)
        client->tcp.stopReading();
    // A message goes to all sessions of its sender, and those of one commit in one turn.
    const RawWebSockets writing = joinedWebSockets(10);
    QCOMPARE(writing.size(), std::size_t(10));
    const QByteArray message = "421[\"mensaje_privado\",{\"para\":\"admin\",\"mensaje\":\""
        + QString(longestMessage, threeBytes).toUtf8() + "\"}]";
    for (int round = 1; round <= 20; ++round) {
        sendToAll(writing, frames::text(message));
        for (const auto &client : writing)
            EVENTUALLY_COMPARE(client->texts.filter(QStringLiteral("\"ok\":true")).size(), round);
    }
    expectBoundedMemory("200 messages to 1,000 who do not read", atRest);
}

QTEST_GUILESS_MAIN(TestMemory)
#include "tst_memory.moc"
