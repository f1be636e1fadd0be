#include "net/peerlimit.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

class TestPeerLimit : public QObject
{
    Q_OBJECT

private slots:
    void knowsNetworks_data();
    void knowsNetworks();
    void limitsEachNetwork();
    void limitsAll();
    void hasNoLimitAtZero();
};

void TestPeerLimit::knowsNetworks_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("network");
    const auto row = [](const QString &address, const QString &network) {
        QTest::newRow(qUtf8Printable(address)) << address << network;
    };
    row(u"192.0.2.1"_s, u"192.0.2.1"_s);
    row(u"::ffff:192.0.2.1"_s, u"192.0.2.1"_s);
    row(u"::1"_s, u"::"_s);
    row(u"2001:db8:0:1:ffff::2"_s, u"2001:db8:0:1::"_s);
    row(u"2001:db8:0:1::"_s, u"2001:db8:0:1::"_s);
    row(u"2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"_s, u"2001:db8:ffff:ffff::"_s);
    row(u"fe80::1%eth0"_s, u"fe80::"_s);
}

void TestPeerLimit::knowsNetworks()
{
    QFETCH(QString, address);
    QFETCH(QString, network);
    QCOMPARE(networkOf(QHostAddress(address)).toString(), network);
}

void TestPeerLimit::limitsEachNetwork()
{
    const QHostAddress one(u"2001:db8:0:1::1"_s);
    const QHostAddress neighbour(u"2001:db8:0:1::2"_s);
    const QHostAddress stranger(u"2001:db8:0:2::1"_s);
    PeerLimit limit(0, 2);
    limit.add(one);
    QVERIFY(limit.hasRoomFor(neighbour));
    limit.add(neighbour);
    QVERIFY(!limit.hasRoomFor(one));
    QVERIFY(!limit.hasRoomFor(neighbour));
    QVERIFY(limit.hasRoomFor(stranger));
    limit.remove(one);
    QVERIFY(limit.hasRoomFor(neighbour));
}

void TestPeerLimit::limitsAll()
{
    PeerLimit limit(3, 0);
    for (const char *address : {"192.0.2.1", "192.0.2.2", "192.0.2.2"})
        limit.add(QHostAddress(QLatin1String(address)));
    QVERIFY(!limit.hasRoomFor(QHostAddress(u"192.0.2.3"_s)));
    limit.remove(QHostAddress(u"192.0.2.2"_s));
    QVERIFY(limit.hasRoomFor(QHostAddress(u"192.0.2.3"_s)));
}

void TestPeerLimit::hasNoLimitAtZero()
{
    PeerLimit limit(0, 0);
    const QHostAddress address(u"192.0.2.1"_s);
    for (int i = 0; i < 1000; ++i)
        limit.add(address);
    QVERIFY(limit.hasRoomFor(address));
}

QTEST_APPLESS_MAIN(TestPeerLimit)
#include "tst_peerlimit.moc"
