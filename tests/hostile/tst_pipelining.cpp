#include "support/hostilefixture.h"
#include "support/httprequests.h"
#include "support/pollingsession.h"

using namespace ventanilla;

namespace {

constexpr int count = 2000;
const QByteArray notFound = getRequest("/nowhere");
const QByteArray notSignedIn = getRequest("/api/mensajes/mios");
/// What a connection reads ahead.
constexpr qint64 readAhead = 64 * 1024;

/// Two kinds of requests in an order that no accident gives, and what they are answered with.
QByteArray mixed(QList<int> &statuses)
{
    QByteArray requests;
    quint32 state = 1;
    for (int i = 0; i < count; ++i) {
        state = state * 1'664'525 + 1'013'904'223;
        const bool first = state >> 31;
        requests += first ? notFound : notSignedIn;
        statuses.append(first ? 404 : 401);
    }
    return requests;
}

} // namespace

/// Many requests without waiting for answers.
class TestPipelining : public HostileFixture
{
    Q_OBJECT

private slots:
    void initTestCase() { serve(); }
    void answersInOrder();
    void readsNoFurtherWhileAPollIsHeld();
    void readsNoFurtherWhileNobodyReadsTheAnswers();
};

void TestPipelining::answersInOrder()
{
    QList<int> statuses;
    RawClient client(port());
    client.send(mixed(statuses));
    QVERIFY(m_bystanders->canTalk());
    EVENTUALLY_COMPARE(client.statuses().size(), count);
    QCOMPARE(client.statuses(), statuses);
}

void TestPipelining::readsNoFurtherWhileAPollIsHeld()
{
    PollingClient session(port(), "/socket.io/");
    QVERIFY(joinByPolling(session, token()));
    const QString impatient = token();
    const qint64 before = buffered();
    QList<int> statuses;
    const HttpCall poll = session.poll();
    RawClient &client = poll.connection();
    client.send(getRequest("/logout", bearer(impatient)) + mixed(statuses).repeated(10));
    QVERIFY(m_bystanders->canTalk());
    QVERIFY(m_bystanders->canTalk());
    QCOMPARE(client.received, QByteArray());
    QVERIFY2(buffered() <= before + readAhead, QByteArray::number(buffered()));

    // Once the poll is answered the rest is, signing out first, in its order.
    QVERIFY(m_bystanders->writeTo(QStringLiteral("mallory"), QStringLiteral("here you are")));
    EVENTUALLY_COMPARE(client.statuses().size(), 2 + 10 * count);
    QCOMPARE(client.statuses().mid(0, 2 + count), QList<int>({200, 204}) + statuses);
}

void TestPipelining::readsNoFurtherWhileNobodyReadsTheAnswers()
{
    const qint64 before = buffered();
    RawClient client(port());
    client.stopReading();
    // The kernel holds a few megabytes of answers; behind them nothing is read, so that at last
    // nothing more can be sent while others talk.
    QList<int> statuses;
    const QByteArray requests = mixed(statuses);
    qint64 waiting = 0;
    for (qint64 sent = 0; waiting == 0 || client.socket.bytesToWrite() != waiting;) {
        QVERIFY(sent < 100'000'000);
        waiting = client.socket.bytesToWrite();
        if (waiting == 0) {
            client.send(requests);
            sent += requests.size();
        }
        QVERIFY(m_bystanders->canTalk());
    }
    QVERIFY2(buffered() <= before + 2 * readAhead, QByteArray::number(buffered()));
    QVERIFY(!client.closed);
}

QTEST_GUILESS_MAIN(TestPipelining)
#include "tst_pipelining.moc"
