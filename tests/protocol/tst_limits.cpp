#include "protocol/limits.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

class TestLimits : public QObject
{
    Q_OBJECT

private slots:
    void judgesUsernames_data();
    void judgesUsernames();
    void judgesDisplayNames_data();
    void judgesDisplayNames();
    void roundTrips();
    void keepsDefaultsForNonsense_data();
    void keepsDefaultsForNonsense();
};

void TestLimits::judgesUsernames_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("good");
    QTest::newRow("plain") << u"alice"_s << true;
    QTest::newRow("one character") << u"a"_s << true;
    QTest::newRow("64") << QString(64, u'a') << true;
    QTest::newRow("65") << QString(65, u'a') << false;
    QTest::newRow("64 pairs") << u"😀"_s.repeated(64) << true;
    QTest::newRow("65 pairs") << u"😀"_s.repeated(65) << false;
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("space within") << u"alice b"_s << true;
    QTest::newRow("space in front") << u" alice"_s << false;
    QTest::newRow("space behind") << u"alice "_s << false;
    QTest::newRow("no-break space behind") << QString(u"alice"_s + QChar(0xA0)) << false;
    QTest::newRow("tab within") << u"al\tice"_s << false;
    QTest::newRow("line break within") << u"al\nice"_s << false;
    QTest::newRow("line separator within") << QString(u"al"_s + QChar(0x2028) + u"ice") << false;
    QTest::newRow("NUL") << QString(u"al"_s + QChar(u'\0') + u"ice") << false;
    QTest::newRow("delete") << QString(u"al"_s + QChar(0x7f)) << false;
    QTest::newRow("lone surrogate") << QString(u"al"_s + QChar(0xD83D)) << false;
    QTest::newRow("byte order mark in front") << u"\uFEFFalice"_s << false;
    QTest::newRow("byte order mark swapped") << u"\uFFFEalice"_s << false;
    QTest::newRow("byte order mark within") << u"al\uFEFFice"_s << false;
    QTest::newRow("composed") << u"josé"_s << true;
    QTest::newRow("decomposed") << QString(u"jose"_s + QChar(0x301)) << false;
    QTest::newRow("SQL") << u"'; DROP TABLE usuarios; --"_s << true;
    QTest::newRow("HTML") << u"<script>alert(1)</script>"_s << true;
}

void TestLimits::judgesUsernames()
{
    QFETCH(QString, name);
    QTEST(usernameProblem(name).isEmpty(), "good");
}

void TestLimits::judgesDisplayNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("good");
    QTest::newRow("plain") << u"Alice Ñandú"_s << true;
    QTest::newRow("100") << QString(100, u'a') << true;
    QTest::newRow("101") << QString(101, u'a') << false;
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("control") << u"a\x07z"_s << false;
    QTest::newRow("any normal form") << QString(u"Jose"_s + QChar(0x301)) << true;
    QTest::newRow("lone surrogate") << QString(QChar(0xDE00)) << false;
    QTest::newRow("byte order mark") << u"\uFEFFAlice"_s << false;
}

void TestLimits::judgesDisplayNames()
{
    QFETCH(QString, name);
    QTEST(displayNameProblem(name).isEmpty(), "good");
}

void TestLimits::roundTrips()
{
    const Limits limits {7, 9};
    const Limits read = Limits::fromJson(limits.toJson());
    QCOMPARE(read.messageLength, 7);
    QCOMPARE(read.payloadBytes, 9);
}

void TestLimits::keepsDefaultsForNonsense_data()
{
    QTest::addColumn<QJsonValue>("value");
    QTest::newRow("0") << QJsonValue(0);
    QTest::newRow("negative") << QJsonValue(-1);
    QTest::newRow("half") << QJsonValue(1.5);
    QTest::newRow("string") << QJsonValue(u"9"_s);
    QTest::newRow("null") << QJsonValue();
    QTest::newRow("huge") << QJsonValue(1e300);
}

void TestLimits::keepsDefaultsForNonsense()
{
    QFETCH(QJsonValue, value);
    const Limits read = Limits::fromJson({{u"mensaje"_s, value}, {u"carga"_s, value}});
    QCOMPARE(read.messageLength, Limits().messageLength);
    QCOMPARE(read.payloadBytes, Limits().payloadBytes);
}

QTEST_GUILESS_MAIN(TestLimits)
#include "tst_limits.moc"
