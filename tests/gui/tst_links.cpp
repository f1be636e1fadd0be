#include "widgets/links.h"

#include <QTest>

using namespace ventanilla;

class TestLinks : public QObject
{
    Q_OBJECT

private slots:
    void finds_data();
    void finds();
};

void TestLinks::finds_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("links");
    QTest::newRow("no link") << "nothing here"
                             << "";
    QTest::newRow("http") << "see http://a.example/b now"
                          << "http://a.example/b";
    QTest::newRow("https, capitals") << "HTTPS://A.example"
                                     << "HTTPS://A.example";
    QTest::newRow("end of a sentence") << "Look: https://a.example/b?c=d."
                                       << "https://a.example/b?c=d";
    QTest::newRow("in brackets") << "(https://a.example/b)"
                                 << "https://a.example/b";
    QTest::newRow("brackets of its own") << "https://a.example/b_(c)"
                                         << "https://a.example/b_(c)";
    QTest::newRow("two, over lines") << "https://a.example\nhttp://b.example"
                                     << "https://a.example http://b.example";
    QTest::newRow("up to markup") << "https://a.example/<script>"
                                  << "https://a.example/";
    QTest::newRow("javascript") << "javascript:alert(1)"
                                << "";
    QTest::newRow("file") << "file:///etc/passwd"
                          << "";
    QTest::newRow("data") << "data:text/html,https"
                          << "";
    QTest::newRow("mail") << "mailto:ana@a.example"
                          << "";
    QTest::newRow("inside a word") << "xhttp://a.example"
                                   << "";
    QTest::newRow("no host") << "http://"
                             << "";
    QTest::newRow("only punctuation") << "http://..."
                                      << "";
}

void TestLinks::finds()
{
    QFETCH(QString, text);
    QStringList found;
    for (const Link &link : linksIn(text)) {
        found.append(text.mid(link.start, link.length));
        QVERIFY(link.url.scheme() == u"http" || link.url.scheme() == u"https");
    }
    QTEST(found.join(QLatin1Char(' ')), "links");
}

QTEST_MAIN(TestLinks)
#include "tst_links.moc"
