#include "api/paging.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

class TestPaging : public QObject
{
    Q_OBJECT

private slots:
    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
    void limitsPages_data();
    void limitsPages();

private:
    static HttpRequest request(const QString &query)
    {
        HttpRequest made;
        made.query = query.toLatin1();
        return made;
    }
};

void TestPaging::reads_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<qint64>("before");
    QTest::addColumn<qint64>("after");
    QTest::addColumn<qint64>("limit");
    QTest::addColumn<bool>("paged");
    const auto row = [](const char *query, qint64 before, qint64 after, qint64 limit, bool paged) {
        QTest::newRow(*query ? query : "nothing")
            << QString::fromLatin1(query) << before << after << limit << paged;
    };
    row("", -1, -1, 10'000, false);
    row("con=alice", -1, -1, 10'000, false);
    row("limite=1", -1, -1, 1, true);
    row("limite=500", -1, -1, 500, true);
    row("antes=7", 7, -1, 50, true);
    row("despues=7", -1, 7, 50, true);
    row("despues=0&limite=3", -1, 0, 3, true);
    row("antes=9223372036854775807", std::numeric_limits<qint64>::max(), -1, 50, true);
}

void TestPaging::reads()
{
    QFETCH(QString, query);
    const auto paging = messagePaging(request(query), 10'000);
    QVERIFY(paging.ok());
    QTEST(paging->range.before.value_or(-1), "before");
    QTEST(paging->range.after.value_or(-1), "after");
    QTEST(paging->range.limit, "limit");
    QTEST(paging->paged, "paged");
}

void TestPaging::refuses_data()
{
    QTest::addColumn<QString>("query");
    for (const char *query :
         {"limite=0", "limite=501", "limite=-1", "limite=", "limite", "limite=abc", "limite=1.5",
          "limite=1e2", "limite=0x10", "limite=99999999999999999999", "antes=-1", "antes=", "antes=x",
          "antes=9223372036854775808", "despues=-1", "despues=1%3B%20DROP", "antes=5&despues=3"})
        QTest::newRow(query) << QString::fromLatin1(query);
}

void TestPaging::refuses()
{
    QFETCH(QString, query);
    const auto paging = messagePaging(request(query), 10'000);
    QVERIFY(!paging.ok());
    QVERIFY(!paging.error().message.isEmpty());
}

void TestPaging::limitsPages_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<int>("limit");
    QTest::newRow("absent") << QString() << 100;
    QTest::newRow("1") << u"limite=1"_s << 1;
    QTest::newRow("500") << u"limite=500"_s << 500;
    QTest::newRow("501") << u"limite=501"_s << -1;
    QTest::newRow("words") << u"limite=all"_s << -1;
}

void TestPaging::limitsPages()
{
    QFETCH(QString, query);
    const auto limit = pageLimit(request(query), 100);
    QTEST(limit ? *limit : -1, "limit");
}

QTEST_GUILESS_MAIN(TestPaging)
#include "tst_paging.moc"
