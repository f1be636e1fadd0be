#include "support/requestreader.h"

#include "support/httprequests.h"

#include <QTest>

using namespace ventanilla;

/// Which requests go through the network that fails.
class TestRequestReader : public QObject
{
    Q_OBJECT

private slots:
    void findsTheTargets_data();
    void findsTheTargets();
};

void TestRequestReader::findsTheTargets_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QByteArrayList>("targets");
    const QByteArray get = getRequest("/a?b=c");
    const QByteArray post = postRequest("/d", "GET /no HTTP/1.1\r\n\r\n", {});
    const QByteArray upgrade = getRequest("/socket.io/", "Upgrade: websocket\r\n");
    QTest::newRow("nothing") << QByteArray() << QByteArrayList();
    QTest::newRow("one") << get << QByteArrayList {"/a?b=c"};
    QTest::newRow("one that has no end") << get.chopped(1) << QByteArrayList();
    QTest::newRow("several") << QByteArray(get + get) << QByteArrayList {"/a?b=c", "/a?b=c"};
    QTest::newRow("behind a body") << QByteArray(post + get) << QByteArrayList {"/d", "/a?b=c"};
    QTest::newRow("a WebSocket") << QByteArray(get + upgrade + get)
                                 << QByteArrayList {"/a?b=c", "/socket.io/"};
}

/// At once, and byte for byte.
void TestRequestReader::findsTheTargets()
{
    QFETCH(QByteArray, sent);
    QFETCH(QByteArrayList, targets);
    QCOMPARE(RequestReader().feed(sent), targets);
    RequestReader reader;
    QByteArrayList found;
    for (const char byte : sent)
        found += reader.feed(QByteArray(1, byte));
    QCOMPARE(found, targets);
}

QTEST_GUILESS_MAIN(TestRequestReader)
#include "tst_requestreader.moc"
