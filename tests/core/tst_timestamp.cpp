#include "core/timestamp.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

namespace {
constexpr qint64 fourAm = 1'795'406'442'000; // 2026-11-23T04:00:42Z
} // namespace

class TestTimestamp : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void writes_data();
    void writes();
    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
};

void TestTimestamp::initTestCase()
{
    // A zone whose clocks jump: nothing here may depend on where the machine stands.
    qputenv("TZ", "Europe/Madrid");
    tzset();
}

void TestTimestamp::writes_data()
{
    QTest::addColumn<qint64>("ms");
    QTest::addColumn<QString>("text");
    QTest::newRow("as in the protocol") << fourAm << u"2026-11-23T04:00:42.000Z"_s;
    QTest::newRow("milliseconds") << fourAm + 7 << u"2026-11-23T04:00:42.007Z"_s;
    QTest::newRow("the beginning") << qint64(0) << u"1970-01-01T00:00:00.000Z"_s;
    QTest::newRow("before it") << qint64(-1) << u"1969-12-31T23:59:59.999Z"_s;
}

void TestTimestamp::writes()
{
    QFETCH(qint64, ms);
    QTEST(toTimestamp(ms), "text");
    QCOMPARE(fromTimestamp(toTimestamp(ms)), std::optional(ms));
}

void TestTimestamp::reads_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("ms");
    QTest::newRow("without milliseconds") << u"2026-11-23T04:00:42Z"_s << fourAm;
    QTest::newRow("with a space") << u"2026-11-23 04:00:42"_s << fourAm;
    QTest::newRow("without a zone it is UTC") << u"2026-11-23T04:00:42"_s << fourAm;
    QTest::newRow("with an offset") << u"2026-11-23T06:00:42+02:00"_s << fourAm;
    QTest::newRow("in the hour that summer time skips")
        << u"2026-03-29 02:30:00"_s << qint64(1'774'751'400'000);
    QTest::newRow("in the hour that winter time repeats")
        << u"2026-10-25 02:30:00"_s << qint64(1'792'895'400'000);
}

void TestTimestamp::reads()
{
    QFETCH(QString, text);
    QFETCH(qint64, ms);
    QCOMPARE(fromTimestamp(text), std::optional(ms));
}

void TestTimestamp::refuses_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << QString();
    QTest::newRow("words") << u"yesterday"_s;
    QTest::newRow("a number") << u"1795406442"_s;
    QTest::newRow("month 13") << u"2026-13-23T04:00:42Z"_s;
    QTest::newRow("30 February") << u"2026-02-30T04:00:42Z"_s;
    QTest::newRow("hour 25") << u"2026-11-23T25:00:42Z"_s;
    QTest::newRow("something behind it") << u"2026-11-23T04:00:42Z; DROP"_s;
    QTest::newRow("a date only") << u"2026-11-23"_s;
    QTest::newRow("the end of the last year") << u"9999-12-31T24:00:00Z"_s;
    QTest::newRow("before the first year by its zone") << u"0001-01-01T00:00:00+14:00"_s;
}

void TestTimestamp::refuses()
{
    QFETCH(QString, text);
    QCOMPARE(fromTimestamp(text), std::nullopt);
}

QTEST_GUILESS_MAIN(TestTimestamp)
#include "tst_timestamp.moc"
