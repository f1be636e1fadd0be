#include "client/serveraddress.h"

#include <QTest>

using namespace ventanilla;

class TestServerAddress : public QObject
{
    Q_OBJECT

private slots:
    void namesServers_data();
    void namesServers();
};

void TestServerAddress::namesServers_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("shown");
    QTest::addColumn<QString>("origin");
    QTest::addColumn<QString>("socket");
    const auto row = [](const char *name, const char *url, const char *shown, const char *origin,
                        const char *socket) {
        QTest::newRow(name) << QString::fromUtf8(url) << QString::fromUtf8(shown) << QString::fromUtf8(origin)
                            << QString::fromUtf8(socket)
                + QStringLiteral("/socket.io/?EIO=4&transport=websocket");
    };
    row("port", "http://chat.example:3000", "chat.example:3000", "http://chat.example:3000",
        "ws://chat.example:3000");
    row("http", "http://chat.example", "chat.example:80", "http://chat.example:80", "ws://chat.example");
    row("https", "https://chat.example", "chat.example:443", "https://chat.example:443",
        "wss://chat.example");
    row("default port spelt out", "https://chat.example:443", "chat.example:443", "https://chat.example:443",
        "wss://chat.example:443");
    row("websocket scheme", "wss://chat.example:9", "chat.example:9", "https://chat.example:9",
        "wss://chat.example:9");
    row("IPv6", "http://[::1]:3000", "[::1]:3000", "http://[::1]:3000", "ws://[::1]:3000");
    row("more than a server", "http://ana:pw@chat.example:3000/x?y=1#z", "chat.example:3000",
        "http://chat.example:3000", "ws://chat.example:3000");
}

void TestServerAddress::namesServers()
{
    QFETCH(const QString, url);
    QFETCH(const QString, shown);
    QFETCH(const QString, origin);
    QFETCH(const QString, socket);
    QCOMPARE(hostAndPort(QUrl(url)), shown);
    QCOMPARE(serverOrigin(QUrl(url)), origin);
    QCOMPARE(socketIoUrl(QUrl(url)).toString(QUrl::FullyEncoded), socket);
}

QTEST_GUILESS_MAIN(TestServerAddress)
#include "tst_serveraddress.moc"
