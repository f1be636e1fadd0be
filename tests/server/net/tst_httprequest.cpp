#include "net/httprequest.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

using Headers = std::vector<std::pair<QByteArray, QByteArray>>;

class TestHttpRequest : public QObject
{
    Q_OBJECT

private slots:
    void findsHeaders();
    void findsTokens_data();
    void findsTokens();
    void findsCookies_data();
    void findsCookies();
    void readsQueryItems_data();
    void readsQueryItems();
};

void TestHttpRequest::findsHeaders()
{
    HttpRequest request;
    request.headers = Headers {{"a", "1"}, {"b", ""}, {"a", "2"}};
    QCOMPARE(request.header("a"), QByteArray("1"));
    QVERIFY(request.hasHeader("b"));
    QCOMPARE(request.header("b"), QByteArray());
    QVERIFY(!request.hasHeader("c"));
    QCOMPARE(request.header("c"), QByteArray());
}

void TestHttpRequest::findsTokens_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<bool>("found");
    QTest::newRow("alone") << QByteArray("upgrade") << true;
    QTest::newRow("case") << QByteArray("UPGRADE") << true;
    QTest::newRow("list") << QByteArray("keep-alive ,\tUpgrade ") << true;
    QTest::newRow("part of a word") << QByteArray("upgrades, noupgrade") << false;
    QTest::newRow("empty") << QByteArray() << false;
    QTest::newRow("commas") << QByteArray(",,,") << false;
}

void TestHttpRequest::findsTokens()
{
    QFETCH(QByteArray, value);
    HttpRequest request;
    request.headers = Headers {{"connection", "x"}, {"connection", value}, {"other", "upgrade"}};
    QTEST(request.headerHasToken("connection", "upgrade"), "found");
}

void TestHttpRequest::findsCookies_data()
{
    QTest::addColumn<QByteArrayList>("cookies");
    QTest::addColumn<bool>("found");
    QTest::addColumn<QByteArray>("value");
    using List = QByteArrayList;
    QTest::newRow("none") << List() << false << QByteArray();
    QTest::newRow("alone") << List {"token=a.b.c"} << true << QByteArray("a.b.c");
    QTest::newRow("among others") << List {"x=1; token=abc; y=2"} << true << QByteArray("abc");
    QTest::newRow("without spaces") << List {"x=1;token=abc;y=2"} << true << QByteArray("abc");
    QTest::newRow("the first counts") << List {"token=a; token=b"} << true << QByteArray("a");
    QTest::newRow("in a second header") << List {"x=1", "token=b"} << true << QByteArray("b");
    QTest::newRow("empty") << List {"token="} << true << QByteArray();
    QTest::newRow("with equals signs") << List {"token=a=b=="} << true << QByteArray("a=b==");
    QTest::newRow("no equals sign") << List {"token"} << false << QByteArray();
    QTest::newRow("another name's end") << List {"mytoken=a"} << false << QByteArray();
    QTest::newRow("another name's start") << List {"token2=a"} << false << QByteArray();
    QTest::newRow("names have a case") << List {"Token=a"} << false << QByteArray();
    QTest::newRow("in another's value") << List {"x=\"token=a\""} << false << QByteArray();
}

void TestHttpRequest::findsCookies()
{
    QFETCH(QByteArrayList, cookies);
    HttpRequest request;
    for (const QByteArray &cookie : cookies)
        request.headers.emplace_back("cookie", cookie);
    const auto value = request.cookie("token");
    QTEST(value.has_value(), "found");
    QTEST(value.value_or(QByteArray()), "value");
}

void TestHttpRequest::readsQueryItems_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<bool>("found");
    QTest::addColumn<QString>("value");
    QTest::newRow("absent") << u"y=1"_s << false << QString();
    QTest::newRow("empty") << u"x="_s << true << QString();
    QTest::newRow("no equals sign") << u"x"_s << true << QString();
    QTest::newRow("plain") << u"x=abc"_s << true << u"abc"_s;
    QTest::newRow("plus is a space") << u"x=a+b"_s << true << u"a b"_s;
    QTest::newRow("encoded plus stays") << u"x=a%2Bb"_s << true << u"a+b"_s;
    QTest::newRow("encoded ampersand") << u"x=a%26y%3D1"_s << true << u"a&y=1"_s;
    QTest::newRow("encoded percent") << u"x=%2541"_s << true << u"%41"_s;
    QTest::newRow("the first counts") << u"x=1&x=2"_s << true << u"1"_s;
    QTest::newRow("beyond ASCII") << u"x=%C3%B1%F0%9F%98%80"_s << true << u"ñ😀"_s;
}

void TestHttpRequest::readsQueryItems()
{
    QFETCH(QString, query);
    HttpRequest request;
    request.query = query.toLatin1();
    const auto value = request.queryItem(u"x"_s);
    QTEST(value.has_value(), "found");
    QTEST(value.value_or(QString()), "value");
}

QTEST_GUILESS_MAIN(TestHttpRequest)
#include "tst_httprequest.moc"
