#include "widgets/timewords.h"

#include <QDateTime>
#include <QTest>

using namespace ventanilla;

namespace {

/// A Monday, local time.
const QDateTime now(QDate(2026, 11, 23), QTime(15, 30));
const QLocale english(QLocale::English, QLocale::UnitedKingdom);
const QLocale spanish(QLocale::Spanish, QLocale::Spain);

} // namespace

class TestTimeWords : public QObject
{
    Q_OBJECT

private slots:
    void saysListTimes_data();
    void saysListTimes();
    void saysDays_data();
    void saysDays();
    void saysExactTimes();
};

void TestTimeWords::saysListTimes_data()
{
    QTest::addColumn<QDateTime>("at");
    QTest::addColumn<QString>("words");
    QTest::newRow("just now") << now.addSecs(-59) << "now";
    QTest::newRow("ahead of us") << now.addSecs(5) << "now";
    QTest::newRow("minutes") << now.addSecs(-61) << "1 min";
    QTest::newRow("nearly an hour") << now.addSecs(-3599) << "59 min";
    QTest::newRow("today") << now.addSecs(-3600) << "14:30";
    QTest::newRow("this morning") << QDateTime(now.date(), QTime(0, 1)) << "00:01";
    QTest::newRow("yesterday") << QDateTime(now.date().addDays(-1), QTime(23, 59)) << "Yesterday";
    QTest::newRow("this week") << now.addDays(-3) << "Fri";
    QTest::newRow("a week ago") << now.addDays(-7) << "16/11/2026";
    QTest::newRow("last year") << now.addYears(-1) << "23/11/2025";
}

void TestTimeWords::saysListTimes()
{
    QFETCH(QDateTime, at);
    QTEST(listTime(at.toMSecsSinceEpoch(), now.toMSecsSinceEpoch(), english), "words");
}

void TestTimeWords::saysDays_data()
{
    QTest::addColumn<int>("daysAgo");
    QTest::addColumn<QLocale>("locale");
    QTest::addColumn<QString>("words");
    QTest::newRow("today") << 0 << english << "Today";
    QTest::newRow("yesterday") << 1 << english << "Yesterday";
    QTest::newRow("before") << 2 << english << "Saturday, 21 November 2026";
    QTest::newRow("before, Spanish") << 2 << spanish << "Sábado, 21 de noviembre de 2026";
}

void TestTimeWords::saysDays()
{
    QFETCH(int, daysAgo);
    QFETCH(QLocale, locale);
    QTEST(dayTitle(now.addDays(-daysAgo).toMSecsSinceEpoch(), now.toMSecsSinceEpoch(), locale), "words");
}

void TestTimeWords::saysExactTimes()
{
    const QString words = exactTime(now.addSecs(7).toMSecsSinceEpoch(), english);
    QVERIFY2(words.startsWith(QStringLiteral("Monday, 23 November 2026, 15:30:07")), qPrintable(words));
    QCOMPARE(clockTime(now.toMSecsSinceEpoch(), english), QStringLiteral("15:30"));
}

QTEST_MAIN(TestTimeWords)
#include "tst_timewords.moc"
