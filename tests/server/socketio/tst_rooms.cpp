#include "support/socketioclientfixture.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

class TestRooms : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void reachesEverySocketOnce();
    void leavesOneOut();
    void forgetsThoseWhoLeave();
    void leavesNoEmptyRoomsBehind();
    void joiningTwiceIsOnce();
    void leavingWithoutARoomIsHarmless();
    void speaksOfItsNamespace();
    void survivesAClientThatDropsMeanwhile();

private:
    Socket &join(std::size_t client, const QStringList &to);
    Rooms &rooms() { return m_server->of(u"/"_s).rooms(); }
    QStringList heard(std::size_t client) { return m_clients[client]->heard(); }

    ManualClock m_clock;
    EngineConfig m_config;
    std::unique_ptr<SocketIoServer> m_server;
    std::vector<std::unique_ptr<PlayedClient>> m_clients;
    QList<Socket *> m_sockets;
};

void TestRooms::init()
{
    m_clients.clear();
    m_sockets.clear();
    m_config.maxQueuedBytes = 100;
    m_server = std::make_unique<SocketIoServer>(1'000'000);
    m_server->of(u"/"_s).onConnect([this](Socket &socket) { m_sockets.append(&socket); });
    for (int i = 0; i < 3; ++i) {
        m_clients.push_back(std::make_unique<PlayedClient>(*m_server, m_config, m_clock));
        m_clients.back()->say(u"0"_s);
        m_clients.back()->heard();
    }
    QCOMPARE(m_sockets.size(), 3);
}

Socket &TestRooms::join(std::size_t client, const QStringList &to)
{
    Socket &socket = *m_sockets[static_cast<qsizetype>(client)];
    for (const QString &room : to)
        rooms().join(socket, room);
    return socket;
}

void TestRooms::reachesEverySocketOnce()
{
    join(0, {u"a"_s, u"b"_s});
    join(1, {u"b"_s});
    join(2, {u"c"_s});
    rooms().broadcast({u"a"_s, u"b"_s, u"b"_s, u"nobody"_s}, u"event", {1});
    QCOMPARE(heard(0), QStringList(u"2[\"event\",1]"_s));
    QCOMPARE(heard(1), QStringList(u"2[\"event\",1]"_s));
    QCOMPARE(heard(2), QStringList());
}

void TestRooms::leavesOneOut()
{
    const Socket &one = join(0, {u"a"_s, u"b"_s});
    join(1, {u"a"_s});
    rooms().broadcast({u"a"_s, u"b"_s}, u"event", {}, &one);
    QCOMPARE(heard(0), QStringList());
    QCOMPARE(heard(1).size(), 1);
}

void TestRooms::forgetsThoseWhoLeave()
{
    join(0, {u"a"_s, u"b"_s});
    join(1, {u"a"_s});
    m_clients[0]->transport->end();
    rooms().broadcast({u"a"_s, u"b"_s}, u"event", {});
    QCOMPARE(heard(0), QStringList());
    QCOMPARE(heard(1).size(), 1);
    QCOMPARE(rooms().members(u"a"_s).size(), 1);
}

void TestRooms::leavesNoEmptyRoomsBehind()
{
    Socket &socket = join(0, {u"a"_s, u"b"_s});
    join(1, {u"b"_s});
    QVERIFY(!rooms().isEmpty(u"a"_s));
    rooms().leaveAll(socket);
    QVERIFY(rooms().isEmpty(u"a"_s));
    QVERIFY(!rooms().isEmpty(u"b"_s));
    QVERIFY(rooms().isEmpty(u"never"_s));
    QVERIFY(rooms().members(u"never"_s).isEmpty());
}

void TestRooms::joiningTwiceIsOnce()
{
    Socket &socket = join(0, {u"a"_s, u"a"_s});
    rooms().broadcast({u"a"_s}, u"event", {});
    QCOMPARE(heard(0).size(), 1);
    rooms().leaveAll(socket);
    QVERIFY(rooms().isEmpty(u"a"_s));
}

void TestRooms::leavingWithoutARoomIsHarmless()
{
    rooms().leaveAll(*m_sockets[0]);
    rooms().leaveAll(*m_sockets[0]);
    rooms().broadcast({}, u"event", {});
    QCOMPARE(heard(0), QStringList());
}

void TestRooms::speaksOfItsNamespace()
{
    Namespace &custom = m_server->of(u"/custom"_s);
    custom.onConnect([&](Socket &socket) { custom.rooms().join(socket, u"a"_s); });
    m_clients[0]->say(u"0/custom"_s);
    m_clients[0]->heard();
    custom.rooms().broadcast({u"a"_s}, u"event", {});
    QCOMPARE(heard(0), QStringList(u"2/custom,[\"event\"]"_s));
    rooms().broadcast({u"a"_s}, u"event", {}); // a room of that name elsewhere is another room
    QCOMPARE(heard(0), QStringList());
}

void TestRooms::survivesAClientThatDropsMeanwhile()
{
    for (std::size_t i = 0; i < 3; ++i)
        join(i, {u"a"_s});
    m_clients[1]->transport->queued = 101; // it does not read, and goes inside the broadcast
    QStringList left;
    m_server->of(u"/"_s).onDisconnect([&](Socket &, const QString &reason) {
        left.append(reason);
        rooms().broadcast({u"a"_s}, u"left", {});
    });
    rooms().broadcast({u"a"_s}, u"event", {});
    QCOMPARE(left, QStringList(u"client too slow"_s));
    QVERIFY(m_clients[1]->isClosed());
    for (const std::size_t i : {std::size_t(0), std::size_t(2)}) {
        QStringList both = heard(i);
        both.sort();
        QCOMPARE(both, QStringList({u"2[\"event\"]"_s, u"2[\"left\"]"_s}));
    }
}

QTEST_GUILESS_MAIN(TestRooms)
#include "tst_rooms.moc"
