#include "support/hostilefixture.h"
#include "support/rawwebsocket.h"

#include <QTimer>
#include <QtEndian>

using namespace ventanilla;
using frames::Part;

namespace {

constexpr int maxPayload = 10'000;

// Codes of close frames (RFC 6455, 7.4.1).
constexpr int normal = 1000;
constexpr int protocolError = 1002;
constexpr int noText = 1007;
constexpr int tooMuch = 1009;

/// The start of a frame as its bits are: FIN to opcode, then the mask bit and the length.
QByteArray raw(int first, int second, const QByteArray &rest = {})
{
    return QByteArray(1, static_cast<char>(first)) + static_cast<char>(second) + rest;
}

QByteArray lengthOf(quint64 length)
{
    QByteArray bytes(sizeof(length), '\0');
    qToBigEndian(length, bytes.data());
    return bytes;
}

const QByteArray mask(4, '\0');

} // namespace

/// Frames that no good client sends, in a session that has joined.
class TestHostileFrames : public HostileFixture
{
    Q_OBJECT

private slots:
    void initTestCase();
    void endsOn_data();
    void endsOn();
    void putsFragmentsTogether();
    void doesNotMindAMissingMask();
    void endsOnTooMuchInFragments_data();
    void endsOnTooMuchInFragments();
    void allowsLittleBeforeJoining_data();
    void allowsLittleBeforeJoining();
    void endsATrickledFrame();
    void endsEndlessFragments();
    void endsASecondHandshake_data();
    void endsASecondHandshake();

private:
    void serveWithAHeartbeat()
    {
        // As quick as the bystanders can be relied on to answer on a busy machine.
        serve([](ServerConfig &config) {
            config.pingIntervalMs = 200;
            config.pingTimeoutMs = 2000;
        });
    }
};

void TestHostileFrames::initTestCase()
{
    serve([](ServerConfig &config) { config.maxPayload = maxPayload; });
}

void TestHostileFrames::endsOn_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("code");
    int code = protocolError;
    const auto row = [&code](const char *name, const QByteArray &bytes) {
        QTest::newRow(name) << bytes << code;
    };
    row("a ping of 126 bytes", frames::frame(frames::Ping, QByteArray(126, 'x')));
    row("a close of 126 bytes", frames::frame(frames::Close, QByteArray(126, 'x')));
    row("a ping in fragments", frames::frame(frames::Ping, "x", Part::Unfinished));
    row("reserved opcode 3", raw(0x83, 0x80, mask));
    row("reserved opcode 11", raw(0x8b, 0x80, mask));
    row("reserved bit 1", raw(0xc1, 0x81, mask + '3'));
    row("reserved bit 3", raw(0x91, 0x81, mask + '3'));
    row("a continuation of nothing", frames::frame(frames::Continuation, "3"));
    row("a text inside a text", frames::frame(frames::Text, "4", Part::Unfinished) + frames::text("3"));
    row("a length that is not the shortest", raw(0x81, 0xfe, QByteArray("\0\1", 2) + mask + '3'));
    row("a long length that is not", raw(0x81, 0xff, lengthOf(200) + mask + QByteArray(200, '3')));
    row("a negative length", raw(0x81, 0xff, lengthOf(quint64(1) << 63) + mask));
    row("a close of one byte", frames::frame(frames::Close, "x"));
    row("a close with code 999", frames::frame(frames::Close, "\x03\xe7"));
    row("a close with code 1005", frames::frame(frames::Close, "\x03\xed"));

    code = tooMuch; // by the header: nothing of the payload is ever sent
    row("a header that announces too much", frames::header(frames::Text, maxPayload + 1));
    row("a header that announces terabytes", frames::header(frames::Binary, quint64(1) << 42));

    code = noText;
    row("no UTF-8", frames::text("4\xff\xfe"));
    row("a surrogate in UTF-8", frames::text("4\xed\xa0\x80"));
    row("half a character at the end", frames::text("4\xc3"));
    row("a close with a reason that is no text", frames::frame(frames::Close, "\x03\xe8\xff"));

    code = normal; // proper frames, and no packets
    row("bytes that belong to nothing", frames::frame(frames::Binary, "x"));
    row("no packet", frames::text("x"));
    row("an empty text", frames::text({}));
    row("a ping of Engine.IO", frames::text("2"));
    row("a second handshake of Engine.IO", frames::text("0{}"));
    row("a Socket.IO packet that is none", frames::text("4x"));
    row("deep nesting", frames::text("42" + QByteArray(4000, '[') + QByteArray(4000, ']')));
    row("attachments without end", frames::text("4511-[\"x\"]"));
}

void TestHostileFrames::endsOn()
{
    QFETCH(QByteArray, bytes);
    RawWebSocket client(port());
    QVERIFY(client.join(token()));
    client.send(bytes);
    EVENTUALLY(client.isClosed());
    QTEST(client.closeCode().value_or(0), "code");
    EVENTUALLY_COMPARE(sessions(), Bystanders::count);
    EVENTUALLY_COMPARE(connections(), Bystanders::count);
}

void TestHostileFrames::putsFragmentsTogether()
{
    RawWebSocket client(port());
    QVERIFY(client.join(token()));
    const QByteArray message = "421[\"mensaje_privado\",{\"para\":\"admin\",\"mensaje\":\"in pieces\"}]";
    client.send(frames::frame(frames::Text, message.left(1), Part::Unfinished));
    for (qsizetype i = 1; i < message.size(); ++i) {
        client.send(frames::frame(frames::Continuation, message.mid(i, 1), Part::Unfinished));
        client.send(frames::frame(frames::Ping, "between")); // as RFC 6455, 5.4 allows
    }
    QVERIFY(m_bystanders->canTalk());
    QCOMPARE(client.texts.filter(QRegularExpression(QStringLiteral("^431"))).size(), 0);
    client.send(frames::frame(frames::Continuation, {}));
    QVERIFY(client.waitForText(QStringLiteral("431[")).contains(QStringLiteral("\"ok\":true")));
    EVENTUALLY(m_bystanders->ana.texts().contains(QStringLiteral("in pieces")));
}

void TestHostileFrames::doesNotMindAMissingMask()
{
    // RFC 6455, 5.1 would have it closed, and Qt 6.4 does not look. It harms nobody: masks are there
    // for the proxies between.
    RawWebSocket client(port());
    QVERIFY(client.join(token()));
    client.send(raw(0x81, 8, "421[\"x\"]"));
    QVERIFY(client.waitForText(QStringLiteral("431[")).contains(QStringLiteral("datos_invalidos")));
}

void TestHostileFrames::endsOnTooMuchInFragments_data()
{
    QTest::addColumn<int>("opcode");
    QTest::addColumn<int>("piece");
    QTest::newRow("text, large pieces") << int(frames::Text) << 4000;
    QTest::newRow("text, small pieces") << int(frames::Text) << 10;
    QTest::newRow("binary, large pieces") << int(frames::Binary) << 4000;
    QTest::newRow("binary, small pieces") << int(frames::Binary) << 10;
}

void TestHostileFrames::endsOnTooMuchInFragments()
{
    QFETCH(int, opcode);
    QFETCH(int, piece);
    RawWebSocket client(port());
    QVERIFY(client.join(token()));
    const QByteArray payload(piece, 'x');
    client.send(frames::frame(static_cast<frames::Opcode>(opcode), payload, Part::Unfinished));
    for (int sent = piece; sent <= maxPayload; sent += piece)
        client.send(frames::frame(frames::Continuation, payload, Part::Unfinished));
    EVENTUALLY(client.isClosed());
    EVENTUALLY_COMPARE(sessions(), Bystanders::count);
}

void TestHostileFrames::allowsLittleBeforeJoining_data()
{
    QTest::addColumn<QByteArray>("leaving");
    QTest::newRow("before it has joined") << QByteArray();
    QTest::newRow("after it has left") << frames::text("41");
}

void TestHostileFrames::allowsLittleBeforeJoining()
{
    QFETCH(QByteArray, leaving);
    serve(); // whose packets may have a megabyte
    RawWebSocket client(port());
    QVERIFY(client.waitForUpgrade());
    if (!leaving.isEmpty()) {
        QVERIFY(client.join(token()));
        client.send(leaving);
        QVERIFY(m_bystanders->canTalk()); // by then it has left
    }
    client.send(frames::header(frames::Text, 16 * 1024 + 1));
    EVENTUALLY(client.isClosed());
    QCOMPARE(client.closeCode().value_or(0), tooMuch);
    EVENTUALLY_COMPARE(sessions(), Bystanders::count);
}

void TestHostileFrames::endsATrickledFrame()
{
    serveWithAHeartbeat();
    RawWebSocket client(port());
    QVERIFY(client.join(token()));
    client.answersHeartbeat = false; // it has begun a frame and can say nothing else
    client.send(frames::header(frames::Text, 900'000));
    QTimer drip;
    connect(&drip, &QTimer::timeout, this, [&client] { client.send("4"); });
    drip.start(20);
    EVENTUALLY(client.isClosed());
    EVENTUALLY_COMPARE(sessions(), Bystanders::count);
}

void TestHostileFrames::endsEndlessFragments()
{
    serveWithAHeartbeat();
    RawWebSocket client(port());
    QVERIFY(client.join(token()));
    client.answersHeartbeat = false; // a text inside a text would end it at once
    client.send(frames::frame(frames::Text, "4", Part::Unfinished));
    QTimer drip;
    connect(&drip, &QTimer::timeout, this,
            [&client] { client.send(frames::frame(frames::Continuation, {}, Part::Unfinished)); });
    drip.start(20);
    EVENTUALLY(client.isClosed());
    EVENTUALLY_COMPARE(sessions(), Bystanders::count);
}

void TestHostileFrames::endsASecondHandshake_data()
{
    QTest::addColumn<bool>("later");
    QTest::newRow("in the same segment") << false;
    QTest::newRow("later") << true;
}

void TestHostileFrames::endsASecondHandshake()
{
    QFETCH(bool, later);
    const qint64 opened = counter("ventanilla_engine_sessions_total");
    RawClient client(port());
    client.send(RawWebSocket::handshake() + (later ? QByteArray() : RawWebSocket::handshake()));
    if (later) {
        EVENTUALLY_COMPARE(client.statuses(), QList<int>({101}));
        client.send(RawWebSocket::handshake());
    }
    EVENTUALLY(client.closed);
    QVERIFY(counter("ventanilla_engine_sessions_total") <= opened + 1);
    EVENTUALLY_COMPARE(sessions(), Bystanders::count);
    EVENTUALLY_COMPARE(connections(), Bystanders::count);
}

QTEST_GUILESS_MAIN(TestHostileFrames)
#include "tst_hostileframes.moc"
