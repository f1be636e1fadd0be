#include "core/logging.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

class TestLogging : public QObject
{
    Q_OBJECT

private slots:
    void makesForeignTextSafe_data();
    void makesForeignTextSafe();
    void neverSpansLines();
    void isBounded();
};

void TestLogging::makesForeignTextSafe_data()
{
    QTest::addColumn<QString>("foreign");
    QTest::addColumn<QString>("safe");
    QTest::newRow("empty") << QString() << u"\"\""_s;
    QTest::newRow("plain") << u"alice"_s << u"\"alice\""_s;
    QTest::newRow("letters of any script") << u"José Ñandú 日本"_s << u"\"José Ñandú 日本\""_s;
    QTest::newRow("emoji") << u"a😀b"_s << u"\"a😀b\""_s;
    QTest::newRow("line break") << u"a\nb"_s << u"\"a\\u000ab\""_s;
    QTest::newRow("carriage return") << u"a\rb"_s << u"\"a\\u000db\""_s;
    QTest::newRow("escape sequence") << u"\x1b[31m"_s << u"\"\\u001b[31m\""_s;
    QTest::newRow("NUL") << QString(QChar(u'\0')) << u"\"\\u0000\""_s;
    QTest::newRow("next line") << QString(QChar(0x85)) << u"\"\\u0085\""_s;
    QTest::newRow("line separator") << QString(QChar(0x2028)) << u"\"\\u2028\""_s;
    QTest::newRow("paragraph separator") << QString(QChar(0x2029)) << u"\"\\u2029\""_s;
    QTest::newRow("right-to-left override") << QString(QChar(0x202E)) << u"\"\\u202e\""_s;
    QTest::newRow("isolate") << QString(QChar(0x2066)) << u"\"\\u2066\""_s;
    QTest::newRow("zero width") << QString(QChar(0x200B)) << u"\"\\u200b\""_s;
    QTest::newRow("quote") << u"a\"b"_s << u"\"a\\\"b\""_s;
    QTest::newRow("backslash") << u"a\\b"_s << u"\"a\\\\b\""_s;
    QTest::newRow("64 characters stay") << QString(64, u'x') << QString(u'"' + QString(64, u'x') + u'"');
    QTest::newRow("65 are cut") << QString(65, u'x')
                                << QString(u'"' + QString(64, u'x') + QChar(0x2026) + u'"');
}

void TestLogging::makesForeignTextSafe()
{
    QFETCH(QString, foreign);
    QTEST(forLog(foreign), "safe");
}

void TestLogging::neverSpansLines()
{
    for (char16_t unit = 0; unit < 0xFFFF; ++unit) {
        const QString safe = forLog(QString(QChar(unit)));
        const QChar::Category category = QChar(unit).category();
        if (category == QChar::Other_Control || category == QChar::Separator_Line
            || category == QChar::Separator_Paragraph || category == QChar::Other_Format)
            QVERIFY2(!safe.contains(QChar(unit)), qPrintable(QString::number(unit, 16)));
    }
}

void TestLogging::isBounded()
{
    QVERIFY(forLog(QString(1'000'000, u'\n')).size() < 1000);
}

QTEST_GUILESS_MAIN(TestLogging)
#include "tst_logging.moc"
