#include "conformance/conformancefixture.h"

#include <QJsonArray>

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {

constexpr int sidLength = 20; // 120 bits as base64url

QJsonObject jsonOf(const QByteArray &bytes)
{
    return QJsonDocument::fromJson(bytes).object();
}

QByteArray bitsOf(const QByteArray &sid)
{
    const auto bytes = QByteArray::fromBase64Encoding(
        sid, QByteArray::Base64UrlEncoding | QByteArray::AbortOnBase64DecodingErrors);
    return bytes ? *bytes : QByteArray();
}

} // namespace

class TestHandshakeRules : public ConformanceFixture
{
    Q_OBJECT

private slots:
    void tellsTheRulesOfTheSession_data();
    void tellsTheRulesOfTheSession();
    void refusesBadHandshakes_data();
    void refusesBadHandshakes();
    void judgesTransportThenOriginThenSidThenMethodThenVersion_data();
    void judgesTransportThenOriginThenSidThenMethodThenVersion();
    void opensNoWebSocketOnABadHandshake_data();
    void opensNoWebSocketOnABadHandshake();
    void refusesAnUpgradeInWordsAndEndsTheConnection_data();
    void refusesAnUpgradeInWordsAndEndsTheConnection();
    void refusesASessionsRequestsOverAnotherTransport();
    void refusesOtherMethodsInASession();
    void makesSidsNobodyCanGuess();
    void givesTheSocketAnotherSidThanTheSession();
};

void TestHandshakeRules::tellsTheRulesOfTheSession_data()
{
    QTest::addColumn<bool>("overPolling");
    QTest::addColumn<QJsonArray>("upgrades");
    QTest::newRow("polling") << true << QJsonArray {u"websocket"_s};
    QTest::newRow("websocket") << false << QJsonArray();
}

void TestHandshakeRules::tellsTheRulesOfTheSession()
{
    QFETCH(bool, overPolling);
    QFETCH(QJsonArray, upgrades);
    QVERIFY(serve(Mode::Engine, ConformanceServer::defaultConfig()));
    QByteArray packet;
    if (overPolling) {
        const HttpAnswer answer = pollingClient().request("GET", PollingClient::newSession).answer();
        QCOMPARE(answer.status, 200);
        packet = answer.body;
    } else {
        const WebSocketClient client(webSocketUrl(newWebSocket()));
        packet = client.received(1).value(0).toUtf8();
    }
    QVERIFY2(packet.startsWith("0{"), packet);
    const QJsonObject handshake = jsonOf(packet.sliced(1));
    QCOMPARE(handshake.keys(),
             QStringList({u"maxPayload"_s, u"pingInterval"_s, u"pingTimeout"_s, u"sid"_s, u"upgrades"_s}));
    QCOMPARE(handshake[u"sid"].toString().size(), sidLength);
    QCOMPARE(handshake[u"upgrades"], QJsonValue(upgrades));
    QCOMPARE(handshake[u"pingInterval"], QJsonValue(300));
    QCOMPARE(handshake[u"pingTimeout"], QJsonValue(200));
    QCOMPARE(handshake[u"maxPayload"], QJsonValue(1'000'000));
}

void TestHandshakeRules::refusesBadHandshakes_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, const char *method, const char *query, int code,
                        const char *words) {
        QTest::newRow(name) << QByteArray(method) << QByteArray(query) << code << QString::fromLatin1(words);
    };
    row("no transport", "GET", "EIO=4", 0, "Transport unknown");
    row("transport abc", "GET", "EIO=4&transport=abc", 0, "Transport unknown");
    row("a sid nobody has", "GET", "EIO=4&transport=polling&sid=abc", 1, "Session ID unknown");
    row("the same by POST", "POST", "EIO=4&transport=polling&sid=abc", 1, "Session ID unknown");
    row("POST", "POST", "EIO=4&transport=polling", 2, "Bad handshake method");
    row("PUT", "PUT", "EIO=4&transport=polling", 2, "Bad handshake method");
    row("websocket without upgrade", "GET", "EIO=4&transport=websocket", 3, "Bad request");
    row("no version", "GET", "transport=polling", 5, "Unsupported protocol version");
    row("version abc", "GET", "EIO=abc&transport=polling", 5, "Unsupported protocol version");
    row("version 3", "GET", "EIO=3&transport=polling", 5, "Unsupported protocol version");
    row("version 5", "GET", "EIO=5&transport=polling", 5, "Unsupported protocol version");
}

void TestHandshakeRules::refusesBadHandshakes()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, query);
    QFETCH(int, code);
    QFETCH(QString, words);
    QVERIFY(serve(Mode::Engine, calmConfig()));
    const HttpAnswer answer = pollingClient().request(method, query).answer();
    QCOMPARE(answer.status, 400);
    QVERIFY(answer.header("content-type").startsWith("application/json"));
    QCOMPARE(jsonOf(answer.body), QJsonObject({{u"code"_s, code}, {u"message"_s, words}}));
    QCOMPARE(server().engine().sessionCount(), 0);
}

void TestHandshakeRules::judgesTransportThenOriginThenSidThenMethodThenVersion_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("code");
    const auto row = [](const char *name, const char *method, const char *query, const char *origin,
                        int status, int code) {
        QTest::newRow(name) << QByteArray(method) << QByteArray(query) << QByteArray(origin) << status
                            << code;
    };
    const char *foreign = "https://evil.example";
    const char *listed = "https://shop.example";
    row("all is wrong", "POST", "EIO=3&transport=abc&sid=abc", foreign, 400, 0);
    row("all but the transport", "POST", "EIO=3&transport=polling&sid=abc", foreign, 403, 4);
    row("sid, method and version", "POST", "EIO=3&transport=polling&sid=abc", listed, 400, 1);
    row("method and version", "POST", "EIO=3&transport=polling", listed, 400, 2);
    row("version", "GET", "EIO=3&transport=polling", listed, 400, 5);
    row("only the origin", "GET", "EIO=4&transport=polling", foreign, 403, 4);
}

void TestHandshakeRules::judgesTransportThenOriginThenSidThenMethodThenVersion()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, query);
    QFETCH(QByteArray, origin);
    QFETCH(int, code);
    EngineConfig config = calmConfig();
    config.allowedOrigins = QStringList(u"https://shop.example"_s);
    QVERIFY(serve(Mode::Engine, config));
    const HttpAnswer answer =
        pollingClient().request(method, query, {}, "Origin: " + origin + "\r\n").answer();
    QTEST(answer.status, "status");
    QCOMPARE(jsonOf(answer.body)[u"code"], QJsonValue(code));
}

void TestHandshakeRules::opensNoWebSocketOnABadHandshake_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::newRow("no version") << QByteArray("transport=websocket");
    QTest::newRow("version abc") << QByteArray("EIO=abc&transport=websocket");
    QTest::newRow("no transport") << QByteArray("EIO=4");
    QTest::newRow("transport abc") << QByteArray("EIO=4&transport=abc");
}

void TestHandshakeRules::opensNoWebSocketOnABadHandshake()
{
    QFETCH(QByteArray, query);
    QVERIFY(serve(Mode::Engine, calmConfig()));
    const WebSocketClient client(webSocketUrl(query));
    QVERIFY(client.closes());
    QVERIFY(!client.opened);
    QCOMPARE(client.messages, QStringList());
}

void TestHandshakeRules::refusesAnUpgradeInWordsAndEndsTheConnection_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("words");
    const auto row = [](const char *name, const char *query, const char *words) {
        QTest::newRow(name) << QByteArray(query) << QByteArray(words);
    };
    row("no version", "transport=websocket", "Unsupported protocol version");
    row("transport abc", "EIO=4&transport=abc", "Transport unknown");
    row("a sid nobody has", "EIO=4&transport=websocket&sid=abc", "Session ID unknown");
    row("polling with an upgrade", "EIO=4&transport=polling", "Bad request");
}

void TestHandshakeRules::refusesAnUpgradeInWordsAndEndsTheConnection()
{
    QFETCH(QByteArray, query);
    QVERIFY(serve(Mode::Engine, calmConfig()));
    const HttpCall call = pollingClient().request("GET", query, {}, upgradeHeaders());
    const HttpAnswer answer = call.answer();
    QCOMPARE(answer.status, 400);
    QVERIFY(answer.header("content-type").startsWith("text/html"));
    QCOMPARE(answer.header("connection").toLower(), "close");
    QTEST(answer.body, "words");
    QVERIFY(waitFor([&call] { return call.connection().closed; }));
}

void TestHandshakeRules::refusesASessionsRequestsOverAnotherTransport()
{
    QVERIFY(serve(Mode::Engine, calmConfig()));
    PollingClient polling = pollingClient();
    QVERIFY(polling.open());
    const QByteArray sid = "&sid=" + polling.sid();
    // Of a polling session: a websocket that is none, and an upgrade to what it has.
    HttpAnswer answer = polling.request("GET", newWebSocket() + sid).answer();
    QCOMPARE(answer.status, 400);
    QCOMPARE(jsonOf(answer.body)[u"code"], QJsonValue(3));
    answer = polling.request("GET", polling.query(), {}, upgradeHeaders()).answer();
    QCOMPARE(answer.status, 400);
    QCOMPARE(answer.body, "Bad request");
    // Of a session on a websocket: polls.
    const WebSocketClient client(webSocketUrl(newWebSocket()));
    const QByteArray packet = client.received(1).value(0).toUtf8();
    const QByteArray sidThere = jsonOf(packet.sliced(1))[u"sid"].toString().toLatin1();
    answer = polling.request("GET", QByteArray(PollingClient::newSession) + "&sid=" + sidThere).answer();
    QCOMPARE(answer.status, 400);
    QCOMPARE(jsonOf(answer.body)[u"code"], QJsonValue(3));
    QVERIFY(!client.closed);
}

void TestHandshakeRules::refusesOtherMethodsInASession()
{
    QVERIFY(serve(Mode::Engine, calmConfig()));
    PollingClient client = pollingClient();
    QVERIFY(client.open());
    const HttpAnswer answer = client.request("PUT", client.query(), "4hello").answer();
    QCOMPARE(answer.status, 400);
    QCOMPARE(jsonOf(answer.body)[u"code"], QJsonValue(2));
}

void TestHandshakeRules::makesSidsNobodyCanGuess()
{
    QVERIFY(serve(Mode::Engine, calmConfig()));
    // Each bit is once set and once not in so many sids, unless it is no random one.
    QByteArray ever(15, '\0');
    QByteArray always(15, '\xff');
    for (int i = 0; i < 150; ++i) {
        PollingClient client = pollingClient();
        QVERIFY(client.open());
        QCOMPARE(client.sid().size(), sidLength);
        const QByteArray bits = bitsOf(client.sid());
        QCOMPARE(bits.size(), 15);
        for (int byte = 0; byte < 15; ++byte) {
            ever[byte] = char(ever[byte] | bits[byte]);
            always[byte] = char(always[byte] & bits[byte]);
        }
    }
    QCOMPARE(ever, QByteArray(15, '\xff'));
    QCOMPARE(always, QByteArray(15, '\0'));
}

void TestHandshakeRules::givesTheSocketAnotherSidThanTheSession()
{
    QVERIFY(serve(Mode::SocketIo, calmConfig()));
    PollingClient client = pollingClient();
    QVERIFY(client.open());
    QCOMPARE(client.post("40").answer().status, 200);
    const QByteArray connected = client.poll().answer().body.split('\x1e').value(0);
    QVERIFY2(connected.startsWith("40{"), connected);
    const QByteArray sid = jsonOf(connected.sliced(2))[u"sid"].toString().toLatin1();
    QCOMPARE(bitsOf(sid).size(), 15);
    QVERIFY(sid != client.sid());
}

QTEST_GUILESS_MAIN(TestHandshakeRules)
#include "tst_handshakerules.moc"
