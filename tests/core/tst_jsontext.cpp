#include "core/jsontext.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

class TestJsonText : public QObject
{
    Q_OBJECT

private slots:
    void keepsEveryText_data();
    void keepsEveryText();
    void readsMarksAsTheyCome_data();
    void readsMarksAsTheyCome();
    void takesAMarkBeforeTheDocument();
    void refusesWhatIsNoJson_data();
    void refusesWhatIsNoJson();
    void writesMarksEscaped();
};

void TestJsonText::keepsEveryText_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("plain") << u"hola"_s;
    QTest::newRow("nothing") << QString();
    QTest::newRow("a mark first") << u"\uFEFFhola"_s;
    QTest::newRow("marks only") << u"\uFEFF\uFEFF"_s;
    QTest::newRow("a mark inside") << u"ho\uFEFFla"_s;
    QTest::newRow("a mark behind a backslash") << u"\\\uFEFF"_s;
    QTest::newRow("an escape in words") << u"\\ufeff"_s;
    QTest::newRow("quotes and lines") << u"\"\n\t\u2028"_s;
    QTest::newRow("beyond the first plane") << u"\U0001F600"_s;
}

void TestJsonText::keepsEveryText()
{
    QFETCH(QString, text);
    const QJsonObject object {{text, QJsonArray {text}}};
    const auto again = jsonFromText(jsonText(QJsonDocument(object)));
    QVERIFY(again);
    QCOMPARE(again->object(), object);
    QCOMPARE(again->object().value(text).toArray().at(0).toString(), text);
}

void TestJsonText::readsMarksAsTheyCome_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("in UTF-8") << "[\"\xEF\xBB\xBFhola\"]"_ba;
    QTest::newRow("escaped") << R"(["\ufeffhola"])"_ba;
    QTest::newRow("escaped in capitals") << R"(["\uFEFFhola"])"_ba;
}

void TestJsonText::readsMarksAsTheyCome()
{
    QFETCH(QByteArray, json);
    const auto document = jsonFromText(json);
    QVERIFY(document);
    QCOMPARE(document->array(), QJsonArray {u"\uFEFFhola"_s});
}

void TestJsonText::takesAMarkBeforeTheDocument()
{
    const auto document = jsonFromText("\xEF\xBB\xBF{\"a\":1}");
    QVERIFY(document);
    QCOMPARE(document->object().value(u"a").toInt(), 1);
}

void TestJsonText::refusesWhatIsNoJson_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("words") << "hola"_ba;
    QTest::newRow("cut off") << "[1"_ba;
    QTest::newRow("two marks before it") << "\xEF\xBB\xBF\xEF\xBB\xBF[]"_ba;
    QTest::newRow("a mark between values") << "[1,\xEF\xBB\xBF"
                                              "2]"_ba;
}

void TestJsonText::refusesWhatIsNoJson()
{
    QFETCH(QByteArray, text);
    const auto document = jsonFromText(text);
    QVERIFY(!document);
    QVERIFY(!document.error().message.isEmpty());
}

void TestJsonText::writesMarksEscaped()
{
    QCOMPARE(jsonText(QJsonDocument(QJsonArray {u"\uFEFF"_s, 1})), R"(["\ufeff",1])"_ba);
}

QTEST_GUILESS_MAIN(TestJsonText)
#include "tst_jsontext.moc"
