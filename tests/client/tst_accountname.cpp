#include "client/accountname.h"

#include <QRegularExpression>
#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

class TestAccountName : public QObject
{
    Q_OBJECT

private slots:
    void tellsAccountsApart_data();
    void tellsAccountsApart();
};

void TestAccountName::tellsAccountsApart_data()
{
    QTest::addColumn<QString>("server");
    QTest::addColumn<QString>("username");
    QTest::addColumn<bool>("same");
    QTest::newRow("the same") << u"https://chat.example"_s << u"Ana"_s << true;
    QTest::newRow("other case") << u"https://chat.example"_s << u"aNA"_s << true;
    QTest::newRow("the address in other words") << u"wss://chat.example:443/path"_s << u"Ana"_s << true;
    QTest::newRow("another person") << u"https://chat.example"_s << u"Ana2"_s << false;
    QTest::newRow("another server") << u"https://chat.exampl"_s << u"Ana"_s << false;
    QTest::newRow("another port") << u"https://chat.example:44"_s << u"Ana"_s << false;
    QTest::newRow("without TLS") << u"http://chat.example:443"_s << u"Ana"_s << false;
    QTest::newRow("a name that is a path") << u"https://chat.example"_s << u"../../Ana"_s << false;
    QTest::newRow("no name") << u"https://chat.example"_s << QString() << false;
}

void TestAccountName::tellsAccountsApart()
{
    QFETCH(const QString, server);
    QFETCH(const QString, username);
    QFETCH(const bool, same);
    const QString name = accountFileName(QUrl(server), username);
    QVERIFY(QRegularExpression(u"^[0-9a-f]{64}$"_s).match(name).hasMatch());
    QCOMPARE(name == accountFileName(QUrl(u"https://chat.example"_s), u"Ana"_s), same);
}

QTEST_GUILESS_MAIN(TestAccountName)
#include "tst_accountname.moc"
