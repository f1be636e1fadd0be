#include "support/socketioclientfixture.h"

#include <QJsonDocument>
#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

class TestConnection : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void joins_data();
    void joins();
    void refusesUnknownNamespaces();
    void closesOnBrokenRules_data();
    void closesOnBrokenRules();
    void closesWhenNothingIsJoinedInTime();
    void staysWhileItIsSomewhere();
    void isDroppedWhileItConnects();
    void boundsHowOftenItConnects();
    void leavesANamespaceAndKeepsTheOther();
    void isSentAwayFromANamespace();
    void acknowledgesOnce();
    void acknowledgesNobodyWhoLeft();
    void ignoresUnknownEventsAndStrayAcks();
    void refusesByMiddleware();
    void judgesLater();
    void judgesSomebodyWhoLeft();
    void tellsWhyItEnded_data();
    void tellsWhyItEnded();

private:
    PlayedClient &client() { return *m_client; }
    void connectMain()
    {
        client().say(u"0"_s);
        QCOMPARE(client().heard().size(), 1);
    }
    void start(int connectTimeoutMs);

    ManualClock m_clock;
    EngineConfig m_config;
    std::unique_ptr<SocketIoServer> m_server;
    std::unique_ptr<PlayedClient> m_client;
    QStringList m_log;
    QList<AckFunction> m_acks;
    QList<Namespace::Verdict> m_verdicts;
};

void TestConnection::init()
{
    start(1'000'000);
}

void TestConnection::start(int connectTimeoutMs)
{
    m_client.reset();
    m_log.clear();
    m_acks.clear();
    m_verdicts.clear();
    m_server = std::make_unique<SocketIoServer>(connectTimeoutMs);
    for (const QString &name : {u"/"_s, u"/custom"_s}) {
        Namespace &nsp = m_server->of(name);
        nsp.onConnect([this](Socket &socket) { m_log.append(u"+"_s + socket.nsp().name()); });
        nsp.onDisconnect([this](Socket &socket, const QString &reason) {
            m_log.append(u"-"_s + socket.nsp().name() + u" "_s + reason);
        });
        nsp.onEvent(u"ask", [this](Socket &, const EventArguments &arguments, const AckFunction &ack) {
            m_log.append(u"ask"_s
                         + QString::fromUtf8(QJsonDocument(arguments.values).toJson(QJsonDocument::Compact)));
            if (ack)
                m_acks.append(ack);
        });
    }
    m_client = std::make_unique<PlayedClient>(*m_server, m_config, m_clock);
}

void TestConnection::joins_data()
{
    QTest::addColumn<QString>("packet");
    QTest::addColumn<QString>("begin");
    QTest::newRow("main") << u"0"_s << u"0{\"sid\":\""_s;
    QTest::newRow("with a payload") << u"0{\"token\":\"x\"}"_s << u"0{\"sid\":\""_s;
    QTest::newRow("custom") << u"0/custom,"_s << u"0/custom,{\"sid\":\""_s;
    QTest::newRow("custom, no comma") << u"0/custom"_s << u"0/custom,{\"sid\":\""_s;
}

void TestConnection::joins()
{
    QFETCH(QString, packet);
    QFETCH(QString, begin);
    client().say(packet);
    const QStringList heard = client().heard();
    QCOMPARE(heard.size(), 1);
    QVERIFY2(heard[0].startsWith(begin), qPrintable(heard[0]));
    QVERIFY(!heard[0].contains(QString(u'"' + client().session->sid() + u'"'))); // another id
    QCOMPARE(m_log.size(), 1);
}

void TestConnection::refusesUnknownNamespaces()
{
    client().say(u"0/random,"_s);
    QCOMPARE(client().heard(), QStringList(u"4/random,{\"message\":\"Invalid namespace\"}"_s));
    QVERIFY(!client().isClosed());
    connectMain();
    QVERIFY(!m_server->find(u"/random"_s)); // a client makes no namespaces
}

void TestConnection::closesOnBrokenRules_data()
{
    QTest::addColumn<QStringList>("packets");
    const auto row = [](const char *name, const QStringList &packets) { QTest::newRow(name) << packets; };
    row("nonsense", {u"abc"_s});
    row("an event before CONNECT", {u"2[\"ask\"]"_s});
    row("an ack before CONNECT", {u"31[]"_s});
    row("DISCONNECT before CONNECT", {u"1"_s});
    row("CONNECT twice", {u"0"_s, u"0"_s});
    row("CONNECT with an id", {u"07"_s});
    row("a list for a CONNECT payload", {u"0[]"_s});
    row("an event to another namespace", {u"0"_s, u"2/custom,[\"ask\"]"_s});
    row("an event after leaving", {u"0"_s, u"1"_s, u"2[\"ask\"]"_s});
    row("no event", {u"0"_s, u"2{}"_s});
    row("a bad id", {u"0"_s, u"2abc[\"ask\"]"_s});
    row("a reserved event", {u"0"_s, u"2[\"disconnect\"]"_s});
    row("a client's CONNECT_ERROR", {u"0"_s, u"4{\"message\":\"x\"}"_s});
    const QString binary = u"51-[\"ask\",{\"_placeholder\":true,\"num\":0}]"_s;
    row("a text where an attachment was awaited", {u"0"_s, binary, u"2[\"ask\"]"_s});
    row("a placeholder for nothing", {u"0"_s, u"51-[\"ask\",{\"_placeholder\":true,\"num\":1}]"_s});
    row("too many attachments", {u"0"_s, u"511-[\"ask\"]"_s});
}

void TestConnection::closesOnBrokenRules()
{
    QFETCH(QStringList, packets);
    for (const QString &packet : packets) {
        QVERIFY(!client().isClosed());
        client().say(packet);
    }
    QVERIFY(client().isClosed());
    QVERIFY(!m_log.contains(u"ask[]"_s));
    QCOMPARE(m_log.filter(u"+"_s).size(), m_log.filter(u"-"_s).size()); // nobody stays behind
}

void TestConnection::closesWhenNothingIsJoinedInTime()
{
    start(10);
    client().say(u"0/random,"_s); // a refusal is no joining
    QTRY_VERIFY(client().isClosed());
}

void TestConnection::staysWhileItIsSomewhere()
{
    start(10);
    connectMain();
    bool later = false;
    QTimer::singleShot(30, this, [&] { later = true; });
    QTRY_VERIFY(later);
    QVERIFY(!client().isClosed());
    client().say(u"1"_s); // and not for ever when it is nowhere
    QVERIFY(!client().isClosed());
    QTRY_VERIFY(client().isClosed());
}

void TestConnection::isDroppedWhileItConnects()
{
    client().transport->queued = m_config.maxQueuedBytes + 1;
    client().say(u"0"_s);
    QVERIFY(client().isClosed());
    QCOMPARE(m_log, QStringList()); // it was never there
}

void TestConnection::boundsHowOftenItConnects()
{
    int connects = 0;
    while (!client().isClosed() && connects < 100) {
        client().say(u"0"_s);
        client().say(u"1"_s);
        ++connects;
    }
    QCOMPARE(connects, 17);
}

void TestConnection::leavesANamespaceAndKeepsTheOther()
{
    connectMain();
    client().say(u"0/custom"_s);
    client().say(u"1/custom"_s);
    QCOMPARE(m_log.last(), u"-/custom client namespace disconnect"_s);
    client().say(u"2[\"ask\",1]"_s);
    QCOMPARE(m_log.last(), u"ask[1]"_s);
    client().say(u"0/custom"_s);
    QCOMPARE(m_log.last(), u"+/custom"_s);
    QVERIFY(!client().isClosed());
}

void TestConnection::isSentAwayFromANamespace()
{
    m_server->of(u"/custom"_s)
        .onEvent(u"bye", [this](Socket &socket, const EventArguments &, const AckFunction &) {
            socket.disconnectFromNamespace();
            socket.emitEvent(u"too late", {});
            m_log.append(u"gone"_s);
        });
    connectMain();
    client().say(u"0/custom"_s);
    (void)client().heard();
    client().say(u"2/custom,[\"bye\"]"_s);
    QCOMPARE(client().heard(), QStringList(u"1/custom,"_s));
    QCOMPARE(m_log.mid(2), QStringList({u"-/custom server namespace disconnect"_s, u"gone"_s}));
    client().say(u"2[\"ask\",1]"_s); // the other one goes on
    QCOMPARE(m_log.last(), u"ask[1]"_s);
    client().say(u"2/custom,[\"bye\"]"_s);
    QVERIFY(client().isClosed());
}

void TestConnection::acknowledgesOnce()
{
    connectMain();
    client().say(u"2456[\"ask\"]"_s);
    QCOMPARE(m_acks.size(), 1);
    const AckFunction copy = m_acks[0];
    m_acks[0]({1, u"two"_s});
    m_acks[0]({2});
    copy({3});
    QCOMPARE(client().heard(), QStringList(u"3456[1,\"two\"]"_s));
    client().say(u"2[\"ask\"]"_s); // none was asked for
    QCOMPARE(m_acks.size(), 1);
}

void TestConnection::acknowledgesNobodyWhoLeft()
{
    connectMain();
    client().say(u"21[\"ask\"]"_s);
    client().say(u"1"_s);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    m_acks[0]({1});
    QVERIFY(client().heard().isEmpty());
    client().say(u"0"_s);
    client().say(u"22[\"ask\"]"_s);
    client().heard();
    m_client.reset();
    m_acks[1]({1}); // the whole session is gone
}

void TestConnection::ignoresUnknownEventsAndStrayAcks()
{
    connectMain();
    client().say(u"25[\"unknown\",{}]"_s);
    client().say(u"399[]"_s);
    QVERIFY(!client().isClosed());
    QVERIFY(client().heard().isEmpty());
}

void TestConnection::refusesByMiddleware()
{
    m_server->of(u"/"_s).setMiddleware([](Socket &candidate, const Namespace::Verdict &verdict) {
        if (candidate.auth().value(u"token").toString() == u"good")
            verdict(std::nullopt);
        else
            verdict(Namespace::Refusal {u"Token inválido"_s, {{u"codigo"_s, u"token_invalido"_s}}});
    });
    client().say(u"0{\"token\":\"bad\"}"_s);
    QCOMPARE(client().heard(),
             QStringList(u"4{\"data\":{\"codigo\":\"token_invalido\"},\"message\":\"Token inválido\"}"_s));
    QVERIFY(m_log.isEmpty());
    client().say(u"0{\"token\":\"good\"}"_s); // another try on the same connection
    QCOMPARE(m_log, QStringList(u"+/"_s));
}

void TestConnection::judgesLater()
{
    m_server->of(u"/"_s).setMiddleware(
        [this](Socket &, Namespace::Verdict verdict) { m_verdicts.append(std::move(verdict)); });
    client().say(u"0"_s);
    QVERIFY(client().heard().isEmpty());
    QVERIFY(m_log.isEmpty());
    m_verdicts[0](std::nullopt);
    QCOMPARE(m_log, QStringList(u"+/"_s));
    m_verdicts[0](std::nullopt);
    QCOMPARE(m_log.size(), 1);
    QCOMPARE(client().heard().size(), 1);
}

void TestConnection::judgesSomebodyWhoLeft()
{
    m_server->of(u"/"_s).setMiddleware(
        [this](Socket &, Namespace::Verdict verdict) { m_verdicts.append(std::move(verdict)); });
    client().say(u"0"_s);
    client().transport->end();
    m_verdicts[0](std::nullopt);
    QCOMPARE(m_log, QStringList()); // never joined, so never left
    PlayedClient other(*m_server, m_config, m_clock);
    other.say(u"0"_s);
    other.session.reset();
    m_verdicts[1](Namespace::Refusal {u"late"_s, {}});
    QVERIFY(m_log.isEmpty());
}

void TestConnection::tellsWhyItEnded_data()
{
    QTest::addColumn<QString>("packet");
    QTest::addColumn<QString>("reason");
    QTest::newRow("the client closed") << u"1"_s << u"-/ transport close"_s;
    QTest::newRow("nonsense") << u"4abc"_s << u"-/ parse error"_s;
    QTest::newRow("DISCONNECT") << u"41"_s << u"-/ client namespace disconnect"_s;
}

void TestConnection::tellsWhyItEnded()
{
    QFETCH(QString, packet);
    connectMain();
    client().transport->receive(packet);
    QTEST(m_log.last(), "reason");
    QCOMPARE(m_log.size(), 2);
}

QTEST_GUILESS_MAIN(TestConnection)
#include "tst_connection.moc"
