#include "api/requesttoken.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

class TestRequestToken : public QObject
{
    Q_OBJECT

private slots:
    void looksEverywhereInOrder_data();
    void looksEverywhereInOrder();
};

void TestRequestToken::looksEverywhereInOrder_data()
{
    QTest::addColumn<QByteArray>("cookie");
    QTest::addColumn<QByteArray>("authorization");
    QTest::addColumn<QJsonObject>("payload");
    QTest::addColumn<QByteArray>("token");
    const QJsonObject none;
    const QJsonObject connectPayload {{u"token"_s, u"p"_s}};
    const auto row = [](const char *name, const char *cookie, const char *authorization,
                        const QJsonObject &payload, const char *token) {
        QTest::newRow(name) << QByteArray(cookie) << QByteArray(authorization) << payload
                            << QByteArray(token);
    };
    row("nowhere", "", "", none, "");
    row("cookie", "token=c", "", none, "c");
    row("header", "", "Bearer h", none, "h");
    row("header, case and spaces", "", " bEaReR   h ", none, "h");
    row("payload", "", "", connectPayload, "p");
    row("the cookie first", "token=c", "Bearer h", connectPayload, "c");
    row("then the header", "other=c", "Bearer h", connectPayload, "h");
    row("an empty cookie is none", "token=", "Bearer h", none, "h");
    row("an empty header is none", "", "Bearer ", connectPayload, "p");
    row("another scheme", "", "Basic aDpw", none, "");
    row("no scheme", "", "h", none, "");
    row("scheme alone", "", "Bearer", none, "");
    row("a number in the payload", "", "", {{u"token"_s, 7}}, "");
    row("an object in the payload", "", "", {{u"token"_s, connectPayload}}, "");
}

void TestRequestToken::looksEverywhereInOrder()
{
    QFETCH(QByteArray, cookie);
    QFETCH(QByteArray, authorization);
    QFETCH(QJsonObject, payload);
    HttpRequest request;
    if (!cookie.isEmpty())
        request.headers.emplace_back("cookie", cookie);
    if (!authorization.isEmpty())
        request.headers.emplace_back("authorization", authorization);
    const PresentedToken presented = presentedToken(request, payload);
    QTEST(presented.token.value_or(QByteArray()), "token");
    QCOMPARE(presented.cookieHeader, !cookie.isEmpty());
}

QTEST_GUILESS_MAIN(TestRequestToken)
#include "tst_requesttoken.moc"
