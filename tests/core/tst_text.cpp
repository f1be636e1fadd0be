#include "core/text.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

class TestText : public QObject
{
    Q_OBJECT

private slots:
    void countsCodePoints_data();
    void countsCodePoints();
    void knowsCleanText_data();
    void knowsCleanText();
    void foldsNames_data();
    void foldsNames();
};

void TestText::countsCodePoints_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("count");
    const QString high(QChar(0xD83D));
    const QString low(QChar(0xDE00));
    QTest::newRow("empty") << QString() << 0;
    QTest::newRow("ascii") << u"abc"_s << 3;
    QTest::newRow("a pair is one") << QString(high + low) << 1;
    QTest::newRow("two pairs") << QString(high + low + high + low) << 2;
    QTest::newRow("a lone high one counts") << QString(high + u"a"_s) << 2;
    QTest::newRow("a lone low one counts") << QString(u"a"_s + low) << 2;
    QTest::newRow("the wrong way round") << QString(low + high) << 2;
    QTest::newRow("high, high, low") << QString(high + high + low) << 2;
    QTest::newRow("high, low, low") << QString(high + low + low) << 2;
    QTest::newRow("combining marks count") << QString(u"e"_s + QChar(0x301)) << 2;
}

void TestText::countsCodePoints()
{
    QFETCH(QString, text);
    QTEST(static_cast<int>(codePointCount(text)), "count");
}

void TestText::knowsCleanText_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("clean");
    const QString high(QChar(0xD83D));
    const QString low(QChar(0xDE00));
    QTest::newRow("empty") << QString() << true;
    QTest::newRow("line breaks and tabs") << u"a\r\n\tb"_s << true;
    QTest::newRow("pair") << QString(high + low) << true;
    QTest::newRow("lone high at the end") << QString(u"a"_s + high) << false;
    QTest::newRow("lone low at the start") << QString(low + u"a"_s) << false;
    QTest::newRow("the wrong way round") << QString(low + high) << false;
    QTest::newRow("NUL at the start") << QString(QString(QChar(u'\0')) + u"a"_s) << false;
    QTest::newRow("NUL at the end") << QString(u"a"_s + QChar(u'\0')) << false;
    QTest::newRow("U+FFFE") << QString(u"a"_s + QChar(0xFFFE)) << false;
    QTest::newRow("U+FFFF") << QString(u"a"_s + QChar(0xFFFF)) << false;
    QTest::newRow("other noncharacters survive") << QString(u"\uFDD0\U0001FFFE"_s) << true;
    QTest::newRow("byte order mark") << u"\uFEFFa"_s << true;
}

void TestText::knowsCleanText()
{
    QFETCH(QString, text);
    QTEST(isCleanText(text), "clean");
}

void TestText::foldsNames_data()
{
    QTest::addColumn<QString>("one");
    QTest::addColumn<QString>("other");
    QTest::addColumn<bool>("same");
    QTest::newRow("case") << u"Alice"_s << u"aLICE"_s << true;
    QTest::newRow("accent, composed or not") << u"josé"_s << QString(u"jose"_s + QChar(0x301)) << true;
    QTest::newRow("accents tell apart") << u"jose"_s << u"josé"_s << false;
    QTest::newRow("sharp s stays apart from its capital pair") << u"STRASSE"_s << u"strase"_s << false;
    QTest::newRow("greek final sigma") << u"ΣΊΣΥΦΟΣ"_s << u"σίσυφος"_s << true;
    QTest::newRow("kelvin sign") << QString(QChar(0x212A)) << u"k"_s << true;
    QTest::newRow("iota below") << QString(QChar(0x1FB3)) << QString(QChar(0x1FBC)) << true;
}

void TestText::foldsNames()
{
    QFETCH(QString, one);
    QFETCH(QString, other);
    QTEST(foldedName(one) == foldedName(other), "same");
    QCOMPARE(foldedName(foldedName(one)), foldedName(one));
}

QTEST_GUILESS_MAIN(TestText)
#include "tst_text.moc"
