#include "net/origin.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

class TestOrigin : public QObject
{
    Q_OBJECT

private slots:
    void judges_data();
    void judges();
    void letsThroughWhatHasNone();
};

void TestOrigin::judges_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<bool>("allowed");
    const auto row = [](const char *name, const char *host, const char *origin, bool allowed) {
        QTest::newRow(name) << QByteArray(host) << QByteArray(origin) << allowed;
    };
    row("same", "a.example:3000", "http://a.example:3000", true);
    row("case", "A.example:3000", "http://a.EXAMPLE:3000", true);
    row("another port", "a.example:3000", "http://a.example:3001", false);
    row("another host", "a.example:3000", "http://b.example:3000", false);
    row("a host that ends alike", "a.example", "http://evila.example", false);
    row("a host that begins alike", "a.example", "http://a.example.evil", false);
    row("user part", "a.example", "http://a.example@evil.example", false);
    row("default port", "a.example", "http://a.example", true);
    row("default port written out", "a.example:80", "http://a.example", true);
    row("https behind a proxy", "a.example", "https://a.example", true);
    row("https, port written out", "a.example:443", "https://a.example", true);
    row("http on the port of https", "a.example:443", "http://a.example", false);
    row("an address", "127.0.0.1:3000", "http://127.0.0.1:3000", true);
    row("an IPv6 address", "[::1]:3000", "http://[::1]:3000", true);
    row("localhost is not its address", "127.0.0.1:3000", "http://localhost:3000", false);
    row("null", "a.example", "null", false);
    row("empty", "a.example", "", false);
    row("a file", "a.example", "file://a.example", false);
    row("another scheme", "a.example", "ws://a.example", false);
    row("no scheme", "a.example", "a.example", false);
    row("nonsense", "a.example", "http://a.exa mple", false);
    row("two origins", "a.example", "http://a.example http://evil", false);
    row("no Host", "", "http://a.example", false);
    row("no Host, no host", "", "http://", false);
    row("listed", "a.example", "https://shop.example", true);
    row("listed, case", "a.example", "https://SHOP.example", true);
    row("listed with another scheme", "a.example", "http://shop.example", false);
    row("listed with another port", "a.example", "https://shop.example:8443", false);
    row("begins like a listed one", "a.example", "https://shop.example.evil", false);
}

void TestOrigin::judges()
{
    QFETCH(QByteArray, host);
    QFETCH(QByteArray, origin);
    HttpRequest request;
    request.headers = {{"host", host}, {"origin", origin}};
    QTEST(isOriginAllowed(request, {u"https://shop.example"_s}), "allowed");
}

void TestOrigin::letsThroughWhatHasNone()
{
    HttpRequest request;
    request.headers = {{"host", "a.example"}};
    QVERIFY(isOriginAllowed(request, {}));
}

QTEST_GUILESS_MAIN(TestOrigin)
#include "tst_origin.moc"
